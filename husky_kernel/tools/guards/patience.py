"""Code of anybody's, such as a ``__repr__``, that is asked for something small and may raise, or take for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from husky_kernel.tools.guards.interrupts import Guard, interrupt_main_thread

T = TypeVar("T")


def within(seconds: float, do: Callable[[], T], otherwise: T) -> T:
    """What ``do`` returns, or ``otherwise`` where it raises, is not done in time, or is interrupted by a person.

    Their interrupt then goes on to whoever handles it. Off the main thread there are no signals, so no end in time.
    """
    guard = Guard(seconds, globals())
    try:
        with guard:
            return do()
    except (Exception, SystemExit, KeyboardInterrupt):
        if guard.pressed:
            interrupt_main_thread()
        return otherwise
