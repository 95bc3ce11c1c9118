"""An interrupt of the kernel ends a run, and says so in the cell."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress


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
        with _woken(asyncio.get_running_loop()):
            yield
    finally:
        if signal.getsignal(signal.SIGINT) is handle:  # a cell that runs during a rerun has its own
            signal.signal(signal.SIGINT, before)


@contextmanager
def _woken(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Have a signal wake ``loop``: one that comes just before it falls asleep is else seen when something else does."""
    with ExitStack() as undo:
        ours, theirs = (undo.enter_context(end) for end in socket.socketpair())
        ours.setblocking(False)
        theirs.setblocking(False)

        def drain() -> None:
            with suppress(BlockingIOError):
                ours.recv(4096)

        with suppress(NotImplementedError):  # Windows' proactor, which sees to it itself
            loop.add_reader(ours, drain)
            undo.callback(loop.remove_reader, ours)
            undo.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False))
        yield
