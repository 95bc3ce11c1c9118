"""Files that only save time: what cannot be read or written costs that time, and nobody is told.

A file's name ends with a checksum of what is in it, so one that a full disk, a power cut or a broken sector has damaged
is never taken for a whole one: what a model goes on from decides what it writes, and what it writes is run.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

DRAFT = ".draft"
"""Ending of a file that is still being written."""

STALE = 3600.0
"""Seconds after which a draft belongs to a process that has ended meanwhile."""

_log = logging.getLogger(__name__)


class KeptFiles:
    """The files of one folder.

    Parameters
    ----------
    folder
        Where they are; made when first written to.
    suffix
        How their names end.
    limit
        Bytes that all such files may have together; those that were not used for longest go first.
    """

    def __init__(self, folder: Path, suffix: str, limit: int) -> None:
        self.folder, self._suffix, self._limit = folder, suffix, limit

    def find(self, name: str) -> Path | None:
        """The file that was added under ``name`` if it is there and whole; a damaged one is removed."""
        for file in self.folder.glob(f"{name}-*{self._suffix}"):
            with suppress(OSError):
                if file == self._place(name, file):
                    os.utime(file)  # it counts as used now
                    return file
                _log.info("%s is damaged and is made anew", file)
            drop(file)
        return None

    def add(self, name: str, write: Callable[[Path], bool]) -> bool:
        """Have ``write`` fill a draft, which gets its name if that worked: a file is there as a whole or not at all."""
        draft = self.folder / f"{secrets.token_hex(8)}{DRAFT}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            written = write(draft)
            if written:
                draft.replace(self._place(name, draft))
        except OSError as error:
            _log.info("%s cannot be kept in %s: %s", name, self.folder, error.strerror or error)
            written = False
        finally:
            drop(draft)
            self._tidy()
        return written

    def _place(self, name: str, file: Path) -> Path:
        with file.open("rb") as content:
            return self.folder / f"{name}-{hashlib.file_digest(content, 'sha256').hexdigest()[:32]}{self._suffix}"

    def _tidy(self) -> None:
        """Remove what nobody will finish, and what was used longest ago once all files are too large together."""
        room, now = self._limit, time.time()
        for age, size, file in sorted(_ages(self.folder, (self._suffix, DRAFT), now)):
            room -= size
            if room < 0 or (age > STALE and file.suffix == DRAFT):
                drop(file)


def drop(file: Path) -> None:
    """Remove a file if it is there and the system lets us."""
    with suppress(OSError):
        file.unlink()


def _ages(folder: Path, suffixes: Collection[str], now: float) -> list[tuple[float, int, Path]]:
    """Of each such file the seconds since it was used, and its bytes."""
    found = []
    with suppress(OSError):
        for file in [file for file in folder.iterdir() if file.suffix in suffixes]:
            with suppress(OSError):  # another process tidies, too
                status = file.stat()
                found.append((now - status.st_mtime, status.st_size, file))
    return found
