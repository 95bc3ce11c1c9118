"""Times a run while it goes on: each wait is booked on the run and on the step in hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import inf
from time import perf_counter

from husky_kernel.agent.cost.timeline import Timeline
from husky_kernel.agent.protocols import Work

BROKEN_OFF = Work(decode=inf)
"""What is booked for an ask without a reply. Nobody tells what was done: all of it counts as writing."""


class Clock:
    """Starts when it is made. A step begins with :meth:`open`, and may be read at any time."""

    def __init__(self) -> None:
        self._began = self._opened = perf_counter()
        self._run = self._step = Timeline()

    @property
    def run(self) -> Timeline:
        """The run until now."""
        return replace(self._run, wall=perf_counter() - self._began)

    @property
    def step(self) -> Timeline:
        """The step in hand until now."""
        return replace(self._step, wall=perf_counter() - self._opened)

    def open(self) -> None:
        """A step begins; what was booked stays with the run."""
        self._opened, self._step = perf_counter(), Timeline()

    @contextmanager
    def time(self, part: str) -> Iterator[None]:
        """Book what happens inside on ``part``, also if it fails."""
        start = perf_counter()
        try:
            yield
        finally:
            self._book(**{part: perf_counter() - start})

    def ask(self, seconds: float, work: Work, rewriting: bool = False) -> None:
        """Book an ask of a model that took ``seconds``, of which ``work`` tells.

        Engines that write on while a person holds the run count that as work too: the wait for a person comes first.
        """
        idle = min(work.idle, seconds)
        prefill = min(work.prefill, seconds - idle)
        decode = min(work.decode, seconds - idle - prefill)
        if rewriting:
            self._book(idle=idle, rewrite=seconds - idle)
        else:
            self._book(idle=idle, prefill=prefill, decode=decode, queue=seconds - idle - prefill - decode)

    def _book(self, **seconds: float) -> None:
        self._run, self._step = self._run.add(**seconds), self._step.add(**seconds)
