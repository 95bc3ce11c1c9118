"""``husky bench``: how fast our own parts are on this machine."""
