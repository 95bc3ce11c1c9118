"""Waiting that a stop ends at once, whatever is waited for.

A server may say nothing for minutes, or trickle for ever, and a call that blocks for it cannot be woken. So it is made
on a thread of its own, which is left behind: whoever waited goes on, and the call ends as soon as it can.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar, copy_context
from threading import Event, Lock, Thread
from typing import TypeVar

from husky_kernel.agent.errors import Stopped

T = TypeVar("T")

BETWEEN_LOOKS = 0.05
"""Seconds after which a stop is noticed at the latest."""


class _Wait:
    """A call that somebody waits for, until they leave it."""

    def __init__(self) -> None:
        self.left = False
        self._ends: list[Callable[[], object]] = []
        self._lock = Lock()

    def at_leaving(self, end: Callable[[], object]) -> None:
        with self._lock:
            if not self.left:
                self._ends.append(end)
                return
        end()

    def leave(self) -> None:
        with self._lock:
            self.left, ends = True, self._ends
        for end in ends:
            end()


_stop: ContextVar[Event | None] = ContextVar("stop", default=None)
_wait: ContextVar[_Wait | None] = ContextVar("wait", default=None)


def stop_by(stop: Event) -> None:
    """From now on ``stop`` ends the waiting that is done in this context and its copies."""
    _stop.set(stop)


def stoppable(call: Callable[[], T]) -> T:
    """What ``call`` returns or raises. It runs on another thread where this context has something that may stop it.

    Raises
    ------
    Stopped
        As soon as the context's stop is set, though ``call`` may go on for a while.
    """
    stop = _stop.get()
    if stop is None:
        return call()
    outcome: Future[T] = Future()
    over, wait, context = Event(), _Wait(), copy_context()

    def work() -> None:
        _wait.set(wait)
        _stop.set(None)  # one thread is enough for what is called in there
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)
        over.set()

    Thread(target=context.run, args=(work,), name="husky-ask", daemon=True).start()
    try:
        while not over.wait(BETWEEN_LOOKS):
            if stop.is_set():
                raise Stopped("stopped by the user")
    except BaseException:  # an interrupt, too
        wait.leave()
        raise
    return outcome.result()


def left() -> bool:
    """In a call: whether nobody waits for it any more."""
    wait = _wait.get()
    return wait is not None and wait.left


def at_leaving(end: Callable[[], object]) -> None:
    """In a call: have ``end`` called, on any thread, once nobody waits for it any more."""
    wait = _wait.get()
    if wait is not None:
        wait.at_leaving(end)
