"""The variables in time: what steps and cells did to them, and the way back."""
