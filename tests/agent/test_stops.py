from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable

import pytest

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.stopping import at_leaving, left, stop_by, stoppable

PATIENCE = 120.0


def run(stop: threading.Event, do: Callable[[], object]) -> object:
    """Do it where ``stop`` ends the waiting."""
    context = contextvars.copy_context()
    context.run(stop_by, stop)
    return context.run(do)


def test_without_a_stop_it_is_a_plain_call() -> None:
    assert stoppable(threading.current_thread) is threading.current_thread()
    assert not left()
    at_leaving(lambda: None)


def test_what_a_call_returns_and_raises_comes_through() -> None:
    name: contextvars.ContextVar[str] = contextvars.ContextVar("name")
    name.set("mine")
    assert run(threading.Event(), lambda: stoppable(name.get)) == "mine"
    for error in (ZeroDivisionError, KeyboardInterrupt, TimeoutError):

        def fail(error: type[BaseException] = error) -> None:
            raise error

        with pytest.raises(error):
            run(threading.Event(), lambda: stoppable(fail))


def test_a_stop_ends_the_waiting_and_tells_the_call() -> None:
    stop, told, may, after = threading.Event(), threading.Event(), threading.Event(), threading.Event()
    seen: list[bool] = []

    def hang() -> None:
        at_leaving(told.set)
        stop.set()
        may.wait(PATIENCE)
        seen.append(left())
        at_leaving(after.set)

    with pytest.raises(Stopped):
        run(stop, lambda: stoppable(hang))
    assert told.is_set()
    may.set()
    assert after.wait(PATIENCE), "too late is at once"
    assert seen == [True]


def test_a_call_inside_a_call_takes_no_thread_of_its_own() -> None:
    def outer() -> bool:
        return stoppable(threading.current_thread) is threading.current_thread()

    assert run(threading.Event(), lambda: stoppable(outer)) is True
