"""What a run knows so far."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import cast

from husky_kernel.agent.cost.clock import BROKEN_OFF, Clock
from husky_kernel.agent.cost.ledger import Ledger
from husky_kernel.agent.cost.timeline import total
from husky_kernel.agent.decisions.opinions import Opinions
from husky_kernel.agent.decisions.votes import Votes
from husky_kernel.agent.events import Choose, Event, Phase, Progress, Reply, Standing, Started, Think
from husky_kernel.agent.part import TURNS, Part, Plan
from husky_kernel.agent.protocols import Generation, Scores
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Hint, Step, StepStatus, Task, Trace

CONTINUED = 2
"""How often a reply that reached its limit is continued. One that is still cut off then is known by its ``reason``."""


@dataclass
class Run:
    """The finished steps, and the one in hand; ``clock`` and ``ledger`` book what the run takes, ``votes`` count
    what its programs about the user's data came to.

    ``hints`` may grow while the run goes on: what a person says counts from the next prompt on. ``plan`` holds
    the parts of a question that has several; those after the one in hand may be changed, too. ``over``: those before.
    """

    given: Task
    team: Team
    steps: list[Step] = field(default_factory=list)
    plan: Plan = field(default_factory=lambda: Plan([]))
    over: list[Part] = field(default_factory=list)
    current: Step | None = None
    hints: Sequence[Hint] = ()
    clock: Clock = field(default_factory=Clock)
    ledger: Ledger = field(default_factory=Ledger)
    votes: Votes = field(init=False)

    def __post_init__(self) -> None:
        self.votes = Votes(self.team.policy, self.team.alike)
        self._kept = total(step.timeline for step in self.steps)
        self._doing = self.given
        self._prepare()

    @property
    def task(self) -> Task:
        """The task, or its part in hand, with the person's hints at the end of the question, where a small model heeds
        them.
        """
        notes = "".join(f"\nNote: {hint.text}" for hint in self.hints)
        return replace(self._doing, question=self._doing.question + notes) if notes else self._doing

    @property
    def history(self) -> Sequence[Step]:
        """The steps of the part in hand; all of them where there is but one."""
        return [step for step in self.steps if step.part == self.part] if self.parts else self.steps

    @property
    def parts(self) -> list[str]:
        """The parts of the question; none where it is one."""
        return self.plan.parts

    @property
    def part(self) -> int:
        """The place of the part in hand."""
        return self.plan.at

    @property
    def words(self) -> str:
        """The words of the part in hand; empty where there is but one."""
        return self.parts[self.part] if self.parts else ""

    @property
    def ends(self) -> bool:
        """Whether no part follows that in hand."""
        return self.part + 1 >= len(self.parts)

    @property
    def is_skipped(self) -> bool:
        """Whether a person wants the part in hand left out."""
        return bool(self.parts and self.history and self.history[-1].status == "stopped")

    def go_on(self, part: Part) -> None:
        """The part in hand is over, the next one begins."""
        self.over.append(part)
        self.plan.at += 1
        self._prepare()

    def go_back(self) -> None:
        """What comes before the part in hand is the last one."""
        self.over.pop()
        self.plan.at -= 1
        self._prepare()

    def reword(self, words: str) -> None:
        """A person says the part in hand otherwise."""
        if self.parts:
            self.parts[self.part] = words
            self._prepare()

    def _prepare(self) -> None:
        if self.parts:
            before = (part.turn for part in self.over if part.turn)
            turns = (*self.given.turns, *before)[-TURNS:]
            self._doing = self.team.prepare(self.given, self.parts[self.part], turns, self.steps)

    @property
    def opinions(self) -> Opinions:
        """How the question is checked before the run ends."""
        policy = self.team.policy
        if policy.second and policy.is_data(self.task):
            return Opinions(ask={policy.opens(self.task): policy.second})
        return policy.opinions_on(self.task.question, self.history)

    def open(self, step: Step) -> Step:
        """Begin a new step: from now on the time is its own."""
        self.clock.open()
        return self.begin(step)

    def begin(self, step: Step) -> Step:
        """Remember ``step`` as the one in hand, so that nothing is lost if the run ends here."""
        self.current = step
        return step

    def closed(self, status: StepStatus, error: str | None) -> tuple[Step, ...]:
        """All steps, the one in hand with ``status``; a step that is still without words is dropped."""
        if self.current is None or not (self.current.step and self.current.tool in self.team.tools):
            return tuple(self.steps)
        return (*self.steps, replace(self.current, status=status, error=error, timeline=self.clock.step))

    def add(self, step: Step) -> Step:
        """The step in hand is finished: it joins the others."""
        step = replace(step, timeline=self.clock.step)
        self.steps.append(step)
        self.current = None
        return step

    def keep(self, step: Step) -> None:
        """A step joins the others as it was made before."""
        self.steps.append(step)
        self._kept += step.timeline

    def booked(self, trace: Trace) -> Trace:
        """``trace`` with the time and the tokens of the run until now."""
        return replace(trace, timeline=self._kept + self.clock.run, roles=dict(self.ledger.roles))

    def failures(self) -> int:
        """Failed steps in a row, counted from the last."""
        count, history = 0, self.history
        while count < len(history) and history[-1 - count].status == "failed":
            count += 1
        return count

    def choose(self, ask: Choose, step: Step) -> Generator[Event, Reply, tuple[Scores, Step]]:
        """Have the choices scored and book time and tokens on the step."""
        reply, step = yield from self._ask(ask, step, "action")
        return cast(Scores, reply), step

    def think(self, ask: Think, step: Step, part: str) -> Generator[Event, Reply, tuple[Generation, Step]]:
        """Have a model write and book time and tokens on the step; a reply that reached its limit goes on."""
        reply, step = yield from self._ask(ask, step, part)
        written = cast(Generation, reply)
        for _ in range(CONTINUED):
            if written.reason != "length" or not written.text:
                break
            more = replace(ask, request=replace(ask.request, prefill=ask.request.prefill + written.text))
            reply, step = yield from self._ask(more, step, part)
            rest = cast(Generation, reply)
            written = replace(rest, text=written.text + rest.text)
        return written, step

    def tell(self, step: Step, phase: Phase) -> Generator[Event, Reply, None]:
        """Tell how the step stands now."""
        yield from self.show(Progress(step, phase))

    def show(self, event: Started | Progress | Standing) -> Generator[Event, Reply, None]:
        """Tell something, and book the time that listeners take."""
        with self.clock.time("display"):
            yield event

    def _ask(
        self, ask: Choose | Think, step: Step, part: str
    ) -> Generator[Event, Reply, tuple[Generation | Scores, Step]]:
        work, start = BROKEN_OFF, perf_counter()
        try:
            reply = cast("Generation | Scores", (yield ask))
            work = reply.work
        finally:
            seconds = perf_counter() - start
            self.clock.ask(seconds, work, rewriting=part == "rewrite")
        self.ledger.add(ask.request, reply.tokens)
        spent = step.seconds.add(part, seconds)
        return reply, self.begin(replace(step, seconds=spent, tokens=step.tokens + reply.tokens))
