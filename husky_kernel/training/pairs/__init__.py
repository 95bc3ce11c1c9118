"""Training pairs: the prompt as a module gets it, and what it should write."""
