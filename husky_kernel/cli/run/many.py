"""``husky run --file``: many questions, several at once, each in a namespace of its own.

Each lane has a process for the code of its questions, the one of the benchmarks: a process's standard output and its
namespace serve one program at a time, and what one question's code breaks or fills is no other question's loss. So the
code of a step can reach neither the network nor other processes here; it has the tables, and nobody looks on.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import Agent, memory_of
from husky_kernel.cli.run.apart import solve_apart
from husky_kernel.config import Settings
from husky_kernel.eval.lane import in_lane
from husky_kernel.eval.sandbox import Limits, Sandbox

LEAST = 2 << 30
"""Bytes that one question's code may take in any case, beyond its tables."""

Solved = tuple[int, Trace]
"""A question's place, counted from 0, and its run."""


class Many:
    """The questions of one command. ``stopped``: whether Ctrl-C ended it before all were solved."""

    def __init__(self, agent: Agent, tables: Mapping[str, Any], settings: Settings, questions: Sequence[str]) -> None:
        self.stopped = False
        self._agent, self._tables, self._settings = agent, tables, settings
        self._memory = memory_of(settings)
        self._count = len(questions)
        self._left = deque(enumerate(questions))
        self._stop = threading.Event()
        self._lanes: list[threading.Thread] = []
        self._done: SimpleQueue[Solved | UseError] = SimpleQueue()

    def solve(self, workers: int) -> Iterator[Solved]:
        """The runs in the order of the questions, each as soon as it and all before it are there.

        On Ctrl-C the rest of what is done. Raises UseError if code cannot be run on this system.
        """
        limits = self._limits(workers)
        for number in range(workers):
            lane = threading.Thread(target=self._lane, args=(number, limits), daemon=True)
            self._lanes.append(lane)
            lane.start()
        ready: dict[int, Trace] = {}
        next_one = 0
        try:
            while next_one < self._count:
                index, trace = self._wait()
                ready[index] = trace
                while next_one in ready:
                    yield next_one, ready.pop(next_one)
                    next_one += 1
        except KeyboardInterrupt:
            self.stop()
            yield from sorted(ready.items())

    def stop(self) -> None:
        """Begin no further question."""
        self.stopped = True
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait a little for lanes that were stopped."""
        end = monotonic() + seconds
        for lane in self._lanes:
            lane.join(max(0.0, end - monotonic()))

    def _wait(self) -> Solved:
        while True:
            try:
                found = self._done.get(timeout=0.1)  # Ctrl-C is heard in between
            except Empty:
                continue
            if isinstance(found, UseError):
                self._stop.set()
                raise found
            return found

    def _lane(self, number: int, limits: Limits) -> None:
        agent = in_lane(self._agent, number, self._stop)
        with Sandbox(limits) as sandbox:
            while self._left and not self._stop.is_set():
                try:
                    index, question = self._left.popleft()
                except IndexError:  # another lane was faster
                    return
                self._solve(index, question, agent, sandbox)

    def _solve(self, index: int, question: str, agent: Agent, sandbox: Sandbox) -> None:
        """One question; whatever goes wrong costs this one only."""
        try:
            trace = solve_apart(question, self._tables, agent, sandbox, self._settings, self._memory)
        except UseError as error:
            self._done.put(error)
            return
        except Exception as error:
            reason = f"{type(error).__name__}: {one_line(str(error))}"
            trace = Trace(question, agent.name, "failed", error=reason)
        if trace.status != "stopped":
            self._done.put((index, trace))

    def _limits(self, workers: int) -> Limits:
        import psutil

        memory = max(LEAST, int(psutil.virtual_memory().available) // (2 * workers))
        return Limits(self._settings.code_timeout, memory, self._settings.output_limit)
