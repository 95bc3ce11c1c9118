"""Programs that take the values of a column for others than they are."""
