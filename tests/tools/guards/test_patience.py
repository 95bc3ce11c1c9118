"""Asking objects of anybody's: whatever they do, there is an answer, and a person can end it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NoReturn

import pytest

from husky_kernel.tools.guards.interrupts import interrupt_main_thread
from husky_kernel.tools.guards.patience import within


def raises(error: BaseException) -> Callable[[], NoReturn]:
    def do() -> NoReturn:
        raise error

    return do


def for_ever() -> str:
    while True:
        time.sleep(0.01)


def swallowing() -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            time.sleep(60)
        except Exception:
            continue
    return "came to its end"


@pytest.mark.parametrize(
    "do", [raises(ValueError()), raises(SystemExit()), raises(RecursionError()), for_ever, swallowing]
)
def test_there_is_an_answer(do: Callable[[], str]) -> None:
    assert within(0.2, do, "gave up") == "gave up"


def test_what_is_in_time_is_the_answer() -> None:
    assert within(60, lambda: "done", "gave up") == "done"


def test_a_persons_interrupt_ends_it_and_goes_on() -> None:
    threading.Timer(0.2, interrupt_main_thread).start()
    with pytest.raises(KeyboardInterrupt):
        within(600, for_ever, "gave up")


def test_on_another_thread_what_it_raises_is_still_caught() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(within(60, raises(ValueError()), "gave up")))
    thread.start()
    thread.join(60)
    assert found == ["gave up"]
