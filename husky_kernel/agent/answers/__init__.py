"""What a run comes to: a live value, its kind, the line that tells it, and how far it can be relied on."""
