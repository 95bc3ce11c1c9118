"""An interrupt of the kernel ends a run, and says so in the cell."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class CellInterrupted(KeyboardInterrupt):
    """An interrupt of the kernel ended the run: the cell fails, so that waiting cells do not run. No traceback."""

    def _render_traceback_(self, *args: object) -> list[str]:
        return ["KeyboardInterrupt: the run was stopped"]


@contextmanager
def interrupts(interrupt: Callable[[], None]) -> Iterator[None]:
    """Let an interrupt of the kernel stop the run. ipykernel would only cancel the cell, and in a rerun do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(*args: object) -> None:
        interrupt()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is handle:  # a cell that runs during a rerun has its own
            signal.signal(signal.SIGINT, before)
