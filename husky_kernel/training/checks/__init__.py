"""Whether a worked question is right: its programs run apart, its answers compared."""
