"""What a run costs: seconds by part, tokens by role."""
