"""``husky eval``: how many questions of a benchmark are solved."""
