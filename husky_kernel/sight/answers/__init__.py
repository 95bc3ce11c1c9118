"""What a question expects of its answer, and what a value has of it."""
