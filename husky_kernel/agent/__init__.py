"""The loop and its words. Floor 1: standard library only; knows no model, no Jupyter, no network."""
