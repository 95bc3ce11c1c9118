"""What a run knows so far."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import cast

from husky_kernel.agent.events import Choose, Event, Reply, Think
from husky_kernel.agent.protocols import Generation, Scores
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Hint, Step, StepStatus, Task


@dataclass
class Run:
    """The finished steps, and the one in hand.

    ``hints`` may grow while the run goes on: what a person says counts from the next prompt on.
    """

    given: Task
    team: Team
    steps: list[Step] = field(default_factory=list)
    current: Step | None = None
    hints: Sequence[Hint] = ()

    @property
    def task(self) -> Task:
        """The task with the person's hints at the end of the question, where a small model heeds them."""
        notes = "".join(f"\nNote: {hint.text}" for hint in self.hints)
        return replace(self.given, question=self.given.question + notes) if notes else self.given

    def begin(self, step: Step) -> Step:
        """Remember ``step`` as the one in hand, so that nothing is lost if the run ends here."""
        self.current = step
        return step

    def closed(self, status: StepStatus, error: str | None) -> tuple[Step, ...]:
        """All steps, the one in hand with ``status``; a step that is still without words is dropped."""
        if self.current is None or not (self.current.step and self.current.tool in self.team.tools):
            return tuple(self.steps)
        return (*self.steps, replace(self.current, status=status, error=error))

    def failures(self) -> int:
        """Failed steps in a row, counted from the last."""
        count = 0
        while count < len(self.steps) and self.steps[-1 - count].status == "failed":
            count += 1
        return count

    def choose(self, ask: Choose, step: Step) -> Generator[Event, Reply, tuple[Scores, Step]]:
        """Have the choices scored and book time and tokens on the step."""
        start = perf_counter()
        reply = cast(Scores, (yield ask))
        spent = step.seconds.add("action", perf_counter() - start)
        return reply, self.begin(replace(step, seconds=spent, tokens=step.tokens + reply.tokens))

    def think(self, ask: Think, step: Step, part: str) -> Generator[Event, Reply, tuple[Generation, Step]]:
        """Have a model write and book time and tokens on the step."""
        start = perf_counter()
        reply = cast(Generation, (yield ask))
        spent = step.seconds.add(part, perf_counter() - start)
        return reply, self.begin(replace(step, seconds=spent, tokens=step.tokens + reply.tokens))
