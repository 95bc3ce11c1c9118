"""Files that are what they should be: checksums, room on the disk, and putting a file in place in one go."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from husky_kernel.agent.errors import ModelError
from husky_kernel.models.progress import Progress, in_words

FreeSpace = Callable[[Path], int]
"""Bytes that can still be written under a folder."""

CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sha256_of(path: Path, progress: Progress, what: str) -> str:
    """SHA-256 of a file in hexadecimal, reporting as it reads."""
    digest, done, total = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            if done % (64 * CHUNK) == 0 or done == total:
                progress(what, done, total)
    return digest.hexdigest()


def git_sha1_of(path: Path) -> str:
    """The identity that git, and so the hub, gives a small file: SHA-1 of ``blob SIZE NUL content``."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def free_bytes(folder: Path) -> int:
    """Bytes free on the disk that ``folder``, or its nearest parent that exists, is on."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free


def ensure_room(folder: Path, needed: int, free: FreeSpace) -> None:
    """Raise ModelError if ``needed`` bytes do not fit under ``folder``."""
    left = free(folder)
    if left < needed:
        raise ModelError(
            f"not enough room on the disk of {folder}: {in_words(needed)} needed, {in_words(left)} free; "
            "free some, or set HUSKY_CACHE_DIR to a folder on a larger disk"
        )


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a full disk, and a folder that may not be written, into a ModelError that says so."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise disk_full(folder) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise ModelError(f"cannot write to {folder}: set HUSKY_CACHE_DIR to a folder of yours") from error
        raise


def disk_full(folder: Path) -> ModelError:
    """The error for a disk that filled up while writing under ``folder``."""
    return ModelError(
        f"the disk of {folder} is full: free some room, or set HUSKY_CACHE_DIR to a folder on a larger disk, "
        "then try again; what is there already is kept"
    )


def move_into_place(folder: Path, target: Path) -> None:
    """Make ``folder`` appear as ``target`` whole and at once, safe against a loss of power."""
    for path in folder.rglob("*"):
        if path.is_file():
            _sync(path)
    if target.exists():
        shutil.rmtree(target)
    os.replace(folder, target)
    if os.name == "posix":
        _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
