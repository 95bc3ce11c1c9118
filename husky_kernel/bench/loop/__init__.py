"""``husky bench loop``: our loop and others beside it, on the same questions with the same model."""
