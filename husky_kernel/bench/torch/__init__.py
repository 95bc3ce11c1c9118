"""``husky bench torch``: the torch engine on a device."""
