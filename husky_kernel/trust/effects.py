"""Python's audit events as effects beyond the notebook: files that change, hosts that are reached, processes.

What compiled libraries do by themselves raises no event: a Parquet file that polars writes, a request of duckdb.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["write", "delete", "reach", "start", "call"]

LONGEST = 80
"""Characters of a target that are told."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True, slots=True)
class Effect:
    """``target`` is an absolute path, a host or a command; ``str()`` of it follows "wants to".

    A ``call`` is one whose own effects no event tells.
    """

    kind: Kind
    target: str

    def __str__(self) -> str:
        here = os.getcwd() + os.sep
        target = " ".join(self.target.removeprefix(here).split())
        return f"{self.kind} `{target if len(target) <= LONGEST else target[: LONGEST - 1] + '…'}`"


def effect_of(event: str, arguments: tuple[Any, ...]) -> Effect | None:
    """What an audit event is about to do; None for one that stays inside."""
    reader = _READERS.get(event)
    return None if reader is None else reader(arguments)


def _opened(arguments: tuple[Any, ...]) -> Effect | None:
    path, mode, flags = arguments[:3]
    writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool((flags or 0) & _WRITES)
    return _path("write", path) if writes and not _is_folder(path) else None  # a folder: for a file without a name


def _path(kind: Kind, path: Any) -> Effect | None:
    if not isinstance(path, str | bytes | os.PathLike):  # a number: it was opened before
        return None
    return Effect(kind, os.path.realpath(os.fsdecode(path)))


def _is_folder(path: Any) -> bool:
    return isinstance(path, str | bytes | os.PathLike) and os.path.isdir(path)


def _entry(kind: Kind, at: int = 0, within: int = 1) -> Callable[[tuple[Any, ...]], Effect | None]:
    """A path that is itself made or taken away: were it a link, the link. ``within`` is where an open folder stands."""

    def read(arguments: tuple[Any, ...]) -> Effect | None:
        path = arguments[at]
        if not isinstance(path, str | bytes | os.PathLike):
            return None
        base = _folder(arguments[within]) if len(arguments) > within else ""
        folder, name = os.path.split(os.path.abspath(os.path.join(base, os.fsdecode(path))))
        return Effect(kind, os.path.join(os.path.realpath(folder), name))

    return read


def _folder(number: Any) -> str:
    """Where an open folder lies, by its number; empty where that is none or cannot be told."""
    try:
        return os.readlink(f"/proc/self/fd/{number}") if isinstance(number, int) and number >= 0 else ""
    except OSError:
        return ""


def _database(arguments: tuple[Any, ...]) -> Effect | None:
    name = arguments[0]
    inside = isinstance(name, str) and (name in ("", ":memory:") or "mode=ro" in name or "mode=memory" in name)
    return None if inside else _path("write", name)


def _host(arguments: tuple[Any, ...]) -> Effect | None:
    host = arguments[0]
    return Effect("reach", os.fsdecode(host)) if isinstance(host, str | bytes) and host else None


def _address(arguments: tuple[Any, ...]) -> Effect:
    address = arguments[1]
    return Effect("reach", str(address[0] if isinstance(address, tuple) and address else address))


def _command(arguments: tuple[Any, ...]) -> Effect:
    given = arguments[1] if len(arguments) > 1 and arguments[1] else arguments[0]
    words = [given] if isinstance(given, str | bytes | os.PathLike) else list(given)
    return Effect("start", " ".join(os.fsdecode(word) for word in words))


def _own_setting(arguments: tuple[Any, ...]) -> Effect | None:
    """Our settings are read from the environment: one of them switches the guard off."""
    name = os.fsdecode(arguments[0])
    return Effect("write", f"the setting {name}") if name.startswith("HUSKY_") else None


_READERS: Mapping[str, Callable[[tuple[Any, ...]], Effect | None]] = {
    "open": _opened,
    "os.remove": _entry("delete"),
    "os.rmdir": _entry("delete"),
    "shutil.rmtree": _entry("delete"),
    "os.mkdir": _entry("write", 0, 2),
    "os.truncate": lambda arguments: _path("write", arguments[0]),
    "os.chmod": lambda arguments: _path("write", arguments[0]),
    "os.chown": lambda arguments: _path("write", arguments[0]),
    "os.rename": _entry("write", 1, 3),
    "os.link": _entry("write", 1, 3),
    "os.symlink": _entry("write", 1, 2),
    "os.putenv": _own_setting,
    "os.unsetenv": _own_setting,
    "sqlite3.connect": _database,
    "os.system": lambda arguments: _command(arguments[:1]),
    "os.startfile": lambda arguments: _command(arguments[:1]),
    "os.posix_spawn": _command,
    "os.spawn": lambda arguments: _command(arguments[1:]),
    "os.exec": _command,
    "subprocess.Popen": _command,
    "os.fork": lambda arguments: Effect("start", "a process"),
    "os.forkpty": lambda arguments: Effect("start", "a process"),
    "ctypes.dlopen": lambda arguments: Effect("start", f"native code of {arguments[0] or 'the process'}"),
    "socket.getaddrinfo": _host,
    "socket.gethostbyname": _host,
    "socket.gethostbyaddr": _host,
    "socket.connect": _address,
    "socket.sendto": _address,
    "socket.sendmsg": _address,
    "socket.bind": _address,
}
