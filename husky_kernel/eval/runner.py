"""Runs agents over the questions of a benchmark, several lanes at once.

A lane is a thread that takes one question after the other from what is left, so there is no barrier between steps or
questions, and the engine always has as many requests as there are lanes. All agents of the run answer a question
before the lane takes the next, taking turns in who goes first.
"""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import perf_counter

from husky_kernel.agent.errors import EngineError, Stopped
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Tokens, Trace
from husky_kernel.eval.agents.base import Solver
from husky_kernel.eval.journal import Journal
from husky_kernel.eval.question import Attempt, Question
from husky_kernel.eval.report import Item

OpenLane = Callable[[int, threading.Event], AbstractContextManager[Sequence[Solver]]]
"""Makes the agents of a lane, given its number and what tells them to stop; closes them at the end."""

GIVE_UP = 10
"""So many crashes one after the other end the run: then it is not the questions. They are tried again next time."""

PATIENCE = 30.0
"""Seconds that lanes may take to stop."""


class Batch:
    """The questions of one run."""

    def __init__(
        self,
        questions: Sequence[Question],
        agents: Sequence[str],
        journal: Journal,
        tell: Callable[[str], object],
    ) -> None:
        self._left = deque(enumerate(questions))
        self._agents, self._journal, self._tell = tuple(agents), journal, tell
        self._questions = questions
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._crashes = 0
        self._error: BaseException | None = None

    def run(self, open_lane: OpenLane, workers: int) -> float:
        """Solve what the journal does not have, in ``workers`` lanes; the seconds it took, earlier starts included.

        Raises
        ------
        KeyboardInterrupt
            On Ctrl-C, when the lanes have stopped; the journal has what was finished.
        EngineError
            If :data:`GIVE_UP` questions crashed one after the other.
        """
        self._start = perf_counter()
        lanes = [threading.Thread(target=self._lane, args=(open_lane, n), daemon=True) for n in range(workers)]
        for lane in lanes:
            lane.start()
        try:
            for lane in lanes:
                while lane.is_alive():
                    lane.join(0.1)  # Ctrl-C is heard in between
        except KeyboardInterrupt:
            self._stop.set()
            end = perf_counter() + PATIENCE
            for lane in lanes:
                lane.join(max(0.0, end - perf_counter()))
            raise
        if self._error is not None:
            raise self._error
        return self._journal.seconds + perf_counter() - self._start

    def _lane(self, open_lane: OpenLane, number: int) -> None:
        try:
            with open_lane(number, self._stop) as solvers:
                while (taken := self._take()) is not None:
                    self._ask(*taken, solvers)
        except Stopped:
            return
        except BaseException as error:
            self._fail(error)

    def _take(self) -> tuple[int, Question] | None:
        with self._lock:
            return None if self._stop.is_set() or not self._left else self._left.popleft()

    def _ask(self, turn: int, question: Question, solvers: Sequence[Solver]) -> None:
        for solver in in_turn(turn, solvers):
            if (solver.name, question.index) not in self._journal.done:
                self._book(solver.name, solve(solver, question))

    def _book(self, agent: str, item: Item) -> None:
        self._journal.add(agent, item, perf_counter() - self._start)
        with self._lock:
            self._crashes = self._crashes + 1 if item.cause == "crash" else 0
            crashes = self._crashes
        self._tell(self._score(item))
        if crashes >= GIVE_UP:
            raise EngineError(
                f"{crashes} questions crashed one after the other, the last with: {item.trace.get('error')}"
            )

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            self._error = self._error or error
        self._stop.set()

    def _score(self, last: Item) -> str:
        indices = [question.index for question in self._questions]
        parts = []
        for agent in self._agents:
            items = self._journal.items(agent, indices)
            parts.append(f"{agent} {sum(item.correct for item in items)}/{len(items)}")
        return f"{' | '.join(parts)} ({last.seconds:.1f} s)"


def in_turn(turn: int, solvers: Sequence[Solver]) -> list[Solver]:
    """The solvers in the order of this turn: every other question the last goes first."""
    return list(solvers if turn % 2 == 0 else reversed(solvers))


def solve(solver: Solver, question: Question) -> Item:
    """One question; an error costs that question only. Raises Stopped if the run is to end."""
    start = perf_counter()
    try:
        attempt = solver.solve(question)
    except Stopped:
        raise
    except Exception as error:
        attempt = crash(question, error)
    return Item.of(question, attempt, perf_counter() - start)


def crash(question: Question, error: Exception) -> Attempt:
    """What is booked for an error that was not foreseen, with its text and place."""
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({place[0].filename.rpartition('/')[2]}:{place[0].lineno})" if place else ""
    reason = f"{type(error).__name__}: {one_line(str(error))}{where}"
    trace = Trace(question.question, "", status="failed", error=reason)
    return Attempt(None, False, False, "crash", Tokens(), trace)
