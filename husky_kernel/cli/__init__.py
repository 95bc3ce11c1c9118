"""The command ``husky``. Floor 5.

One file a command or group of commands. Each of them imports what it needs when it is called, so that
``husky --help`` answers at once.
"""

from husky_kernel.cli.entry import app, main

__all__ = ["app", "main"]
