"""Files that only grow: an entry is a line of JSON. Floor 1.

Several threads and processes may write at once: a line is one write at the end of the file. A write that was cut short,
by a kill or a full disk, costs its own entry alone.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError


def append(path: Path, entry: Mapping[str, Any], hint: str = "make room there", mode: int = 0o666) -> None:
    """Add an entry; values that JSON does not know are written as text. A new file gets ``mode``, less the umask.

    Raises
    ------
    UseError
        If it cannot be written; ``hint`` says what to do then.
    """
    line = json.dumps(entry, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace") + b"\n"
    try:
        _write(path, line, mode)
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}; {hint}") from error


def read(path: Path) -> Iterator[Any]:
    """The entries, oldest first; None for a line that cannot be read. None at all where there is no file.

    Raises
    ------
    UseError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            yield from (_entry(line) for line in file if line.strip())
    except FileNotFoundError:
        return
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error


def _entry(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _write(path: Path, line: bytes, mode: int) -> None:
    """One write, after a new line where an earlier one was cut short."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, mode)
    try:
        size = os.fstat(file).st_size
        whole = b"\n" + line if size > 0 and _last(file, size) != b"\n" else line
        if os.write(file, whole) != len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(file)


def _last(file: int, size: int) -> bytes:
    os.lseek(file, size - 1, os.SEEK_SET)
    return os.read(file, 1)
