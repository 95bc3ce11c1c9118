"""The processes that llama.cpp runs in, as seen from the tests."""

from __future__ import annotations

from contextlib import suppress

import psutil

from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.llamacpp.process import PROGRAM


def pid_of(engine: LlamaCppEngine) -> int:
    return engine._server._running.process._process.pid


def serving() -> set[int]:
    """The processes of ours that run llama.cpp."""
    found = set()
    for each in psutil.Process().children():
        with suppress(psutil.Error):  # one that has ended has no command any more
            if PROGRAM.name in " ".join(each.cmdline()):
                found.add(each.pid)
    return found
