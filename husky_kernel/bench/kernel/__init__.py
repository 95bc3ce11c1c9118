"""What a kernel pays for us: the extension, checkpoints, going back before any cell."""
