"""``husky run``: one task, or a file of them, in a fresh namespace."""
