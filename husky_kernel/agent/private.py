"""Files that only their owner may read, whatever the umask says: they hold what people asked and what came of it."""

from __future__ import annotations

import os
from pathlib import Path


def opener(path: str, flags: int) -> int:
    """For ``open(..., opener=opener)``. A file that is there already keeps its rights."""
    return os.open(path, flags, 0o600)


def write_private(path: Path, text: str, errors: str = "strict") -> None:
    """Write ``text`` as UTF-8. Raises OSError if it cannot be."""
    with open(path, "w", encoding="utf-8", errors=errors, opener=opener) as file:
        file.write(text)


def make_private(path: Path) -> None:
    """Make an empty file, for whoever opens it by its name only."""
    os.close(opener(str(path), os.O_WRONLY | os.O_CREAT))
