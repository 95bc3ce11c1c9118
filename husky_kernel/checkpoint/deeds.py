"""Audit events in words."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

_LONG = 80
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_IGNORED = re.compile(r"^/(dev|proc|sys)/|__pycache__|\.pyc$|/\.?matplotlib/|/fontconfig/|/\.ipython/|history\.sqlite")
"""Files that are nobody's work: devices, compiled modules, caches of fonts, IPython's history."""

Stamp = tuple[int, int, int] | None
"""Inode, size and time of a file; None where there is none."""


@dataclass(slots=True)
class Deeds:
    """Notes what happened and tells it when all is over, since an event comes before its deed, which may fail."""

    EVENTS: ClassVar[frozenset[str]] = frozenset(
        [
            "open",
            "os.remove",
            "os.rename",
            "os.mkdir",
            "os.rmdir",
            "os.link",
            "os.symlink",
            "os.truncate",
            "os.chdir",
            "os.putenv",
            "os.unsetenv",
            "os.system",
            "os.posix_spawn",
            "os.exec",
            "os.fork",
            "os.startfile",
            "subprocess.Popen",
            "shutil.rmtree",
            "sqlite3.connect",
            "socket.getaddrinfo",
            "socket.connect",
            "socket.sendto",
            "socket.bind",
        ]
    )
    _before: dict[str, Stamp] = field(default_factory=dict)
    _made: set[str] = field(default_factory=set)
    """Files and folders that were opened so that they are written in any case."""
    _other: dict[str, None] = field(default_factory=dict)
    _hosts: dict[str, tuple[str, set[int]]] = field(default_factory=dict)
    """By port, the host that was looked up for it last, and the forms of its addresses that were tried since."""

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An event of :attr:`EVENTS` with its arguments."""
        handler = _HANDLERS.get(event)
        if handler is not None:
            handler(self, arguments)

    def told(self) -> tuple[str, ...]:
        """Texts, files first in the order in which they were touched."""
        files = (self._file(path, stamp) for path, stamp in self._before.items())
        return tuple(dict.fromkeys([*(text for text in files if text), *self._other]))

    def opened(self, path: Any, mode: Any, flags: Any) -> None:
        """A file is opened; noted if it may be written."""
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITES)
        if isinstance(path, str | bytes | os.PathLike) and os.path.isdir(path):  # for a file without a name
            return
        if writes and self.touched(path) and isinstance(mode, str) and any(letter in mode for letter in "wx"):
            self._made.add(_full(path))

    def touched(self, path: Any) -> bool:
        """A path is about to change; False where it is of no interest."""
        if not isinstance(path, str | bytes | os.PathLike):  # a number: it was opened before
            return False
        full = _full(path)
        if _IGNORED.search(full) or full.startswith(os.path.join(tempfile.gettempdir(), "ipykernel_")):
            return False
        self._before.setdefault(full, _stamp(full))
        return True

    def did(self, text: str) -> None:
        """Something that is no file."""
        self._other[text if len(text) <= _LONG else text[: _LONG - 1] + "…"] = None

    def looked_up(self, host: Any, port: Any) -> None:
        """The next connection to that port goes to ``host``: one by IPv6, and one by IPv4 where that fails."""
        if isinstance(host, str):
            self._hosts[str(port)] = host, set()

    def connected(self, address: Any) -> None:
        """A connection is opened."""
        if isinstance(address, tuple) and len(address) >= 2:
            port = str(address[1])
            host, tried = self._hosts.get(port) or self._hosts.get("None") or ("", set())
            known = host and len(address) not in tried
            tried.add(len(address))
            self.did(f"connected to {host if known else address[0]}:{port}")
        elif isinstance(address, str | bytes):
            self.did(f"connected to {os.fsdecode(address)}")

    def _file(self, path: str, before: Stamp) -> str:
        now = _stamp(path)
        if now is None:
            return f"deleted {_shown(path)}" if before else ""
        if before is None:
            return f"made the folder {_shown(path)}" if os.path.isdir(path) else f"wrote {_shown(path)}"
        return f"wrote {_shown(path)}" if path in self._made or now != before else ""


def _process(deeds: Deeds, arguments: tuple[Any, ...]) -> None:
    given = arguments[1] if len(arguments) > 1 and arguments[1] else arguments[0]
    words = [given] if isinstance(given, str | bytes | os.PathLike) else list(given)
    deeds.did("started a process: " + " ".join(" ".join(map(os.fsdecode, words)).split()))


def _move(deeds: Deeds, arguments: tuple[Any, ...]) -> None:
    deeds.touched(arguments[0])
    if deeds.touched(arguments[1]):
        deeds._made.add(_full(arguments[1]))


def _remove(deeds: Deeds, arguments: tuple[Any, ...]) -> None:
    inside = len(arguments) > 1 and arguments[1] not in (-1, None)
    if not inside:  # else it is part of a folder that goes as a whole
        deeds.touched(arguments[0])


_HANDLERS: Mapping[str, Callable[[Deeds, tuple[Any, ...]], object]] = {
    "open": lambda deeds, args: deeds.opened(*args[:3]),
    "os.remove": _remove,
    "os.rmdir": _remove,
    "shutil.rmtree": lambda deeds, args: deeds.touched(args[0]),
    "os.mkdir": lambda deeds, args: deeds.touched(args[0]),
    "os.truncate": lambda deeds, args: deeds.touched(args[0]),
    "os.rename": _move,
    "os.link": lambda deeds, args: deeds.touched(args[1]),
    "os.symlink": lambda deeds, args: deeds.touched(args[1]),
    "os.chdir": lambda deeds, args: deeds.did(f"changed the folder to {_shown(_full(args[0]))}"),
    "os.putenv": lambda deeds, args: deeds.did(f"set the environment variable {os.fsdecode(args[0])}"),
    "os.unsetenv": lambda deeds, args: deeds.did(f"unset the environment variable {os.fsdecode(args[0])}"),
    "os.system": lambda deeds, args: _process(deeds, (args[0],)),
    "os.posix_spawn": _process,
    "os.exec": _process,
    "subprocess.Popen": _process,
    "os.fork": lambda deeds, args: deeds.did("started a process"),
    "os.startfile": lambda deeds, args: _process(deeds, (args[0],)),
    "sqlite3.connect": lambda deeds, args: deeds.touched(args[0]) if args[0] != ":memory:" else None,
    "socket.getaddrinfo": lambda deeds, args: deeds.looked_up(args[0], args[1]),
    "socket.connect": lambda deeds, args: deeds.connected(args[1]),
    "socket.sendto": lambda deeds, args: deeds.connected(args[1]),
    "socket.bind": lambda deeds, args: deeds.did(f"listens at {args[1]}"),
}


def _full(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))


def _shown(path: str) -> str:
    """Relative to the working folder where it is below it."""
    try:
        return path.removeprefix(os.getcwd() + os.sep)
    except OSError:  # the folder is gone
        return path


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
