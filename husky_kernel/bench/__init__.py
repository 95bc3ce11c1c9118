"""Measurements of our own parts against what one would use otherwise. Floor 4."""
