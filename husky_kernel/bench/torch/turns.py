"""Sides that take turns in writing the same, until the time is up; whoever fails is left out from then on."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import perf_counter

from husky_kernel.bench.outcome import Measured, sample
from husky_kernel.bench.torch.sides import Side

WARM = 16
"""Tokens of the reply that warms up a side that compiles nothing."""

Found = Measured | str
"""A measurement, or a line on what could not be measured, or on how it was."""


class Turns:
    """All sides on one set of prompts at a time, in ``rounds``; nobody begins after ``deadline``.

    Parameters
    ----------
    deadline
        On the clock of :func:`time.perf_counter`, in seconds.
    """

    def __init__(self, rounds: int, deadline: float) -> None:
        self._rounds, self._deadline = rounds, deadline

    def rates(self, what: str, sides: Sequence[Side], prompts: Sequence[str], count: int) -> Iterator[Found]:
        """Tokens a second of all prompts together, ``count`` for each, and the seconds that compiling took.

        A side is warmed up when its first turn comes: should one never come back, the others have been measured.
        """
        left = list(sides)
        for turn in range(self._rounds):
            for side in left[:] if turn % 2 == 0 else left[::-1]:
                if perf_counter() > self._deadline:
                    yield f"{what}: not all rounds were measured, the time is up"
                    return
                rows = [*tried(f"{what}, {side.name}", partial(_turn, what, side, prompts, count, turn == 0))]
                if not any(isinstance(row, Measured) for row in rows):
                    left.remove(side)
                yield from rows


def tried(what: str, rows: Callable[[], Iterable[Found]]) -> Iterator[Found]:
    """``rows`` as they come, warnings of our own among them; what fails becomes a line, with its traceback told."""
    with _warnings() as said:
        try:
            for row in rows():
                yield from _taken(what, said)
                yield row
        except Exception as error:  # torch and compilers raise anything
            traceback.print_exc(file=sys.stderr)
            reason = str(error).strip().partition("\n")[0]
            yield f"{what} failed: {type(error).__name__}: {reason}"
        yield from _taken(what, said)


def _turn(what: str, side: Side, prompts: Sequence[str], count: int, first: bool) -> Iterator[Found]:
    warm = _seconds(lambda: side.write(prompts, count if side.compiles else WARM)) if first else 0.0
    start = perf_counter()
    written = side.write(prompts, count)
    if first and side.compiles:
        yield sample(f"compile, {what}", side.name, "s", max(0.0, warm - (perf_counter() - start)))
    yield sample(what, side.name, "tokens/s", written.rate)


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _taken(what: str, said: list[str]) -> Iterator[str]:
    while said:
        yield f"{what}: {said.pop(0)}"


class _Listener(logging.Handler):
    """Collects what is warned of; what was being handled meanwhile is told with its traceback."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
        if sys.exc_info()[0] is not None:  # the log has only the first line of it
            traceback.print_exc(file=sys.stderr)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What our own log warns of, such as a model that could not be compiled."""
    log, listener = logging.getLogger("husky_kernel"), _Listener()
    log.addHandler(listener)
    try:
        yield listener.said
    finally:
        log.removeHandler(listener)
