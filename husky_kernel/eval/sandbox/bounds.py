"""What a process that runs generated code may not do."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
FILE = 64 << 20
"""Bytes of the largest file that code may write."""

PROCESSOR = 900
"""Seconds of the processor that one question may use: the end of code that outlives whoever started it."""

_REFUSED = {
    "socket.connect": "the network",
    "socket.bind": "the network",
    "socket.sendto": "the network",
    "socket.sendmsg": "the network",
    "socket.getaddrinfo": "the network",
    "socket.gethostbyname": "the network",
    "os.fork": "other processes",
    "os.forkpty": "other processes",
    "os.exec": "other processes",
    "os.posix_spawn": "other processes",
    "os.spawn": "other processes",
    "os.system": "other processes",
    "os.kill": "other processes",
    "os.killpg": "other processes",
    "subprocess.Popen": "other processes",
    "pty.spawn": "other processes",
}


class Ban:
    """Refuses the network and other processes to Python code, for the rest of the process's life."""

    def __init__(self) -> None:
        self._lifted = False
        sys.addaudithook(self._hook)

    @contextlib.contextmanager
    def lifted(self) -> Iterator[None]:
        """For the worker's own doings, while no generated code runs."""
        self._lifted = True
        try:
            yield
        finally:
            self._lifted = False

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _REFUSED and not self._lifted:
            raise PermissionError(f"{_REFUSED[event]} cannot be reached from here ({event})")


def limit(memory: int) -> None:
    """Bound this process: ``memory`` bytes beyond what it has already, file size, processor time."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_AS, _address_space() + memory),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows no RLIMIT_AS
            resource.setrlimit(kind, (most, most))


def leave_network() -> bool:
    """Take the network away from this process and its children, where Linux lets us; whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    return unshare is not None and any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWNET | CLONE_NEWUSER))


def _address_space() -> int:
    """Bytes of address space in use."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 32
