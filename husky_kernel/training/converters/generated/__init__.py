"""Questions that a generator of mathematics wrote, read back into what they ask."""
