"""Training data for the modules. Floor 4."""
