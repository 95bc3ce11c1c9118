"""One step carried out: the expert writes, the tool acts, failures are repaired, the output becomes a sentence."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import cast

from husky_kernel.agent.events import Act, Choose, Event, Progress, Reply, Think
from husky_kernel.agent.grammar import FAILED, one_line
from husky_kernel.agent.protocols import Generation, Scores
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Observation, Step, StepStatus, Task

REPAIRS = {"code": 2, "search": 1}
"""How often a failed call is written anew, by tool; others, a user's own among them, get one repair."""


@dataclass
class Run:
    """What a run knows so far: the finished steps, and the one in hand."""

    task: Task
    team: Team
    steps: list[Step] = field(default_factory=list)
    current: Step | None = None

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


@dataclass(frozen=True, slots=True)
class Acting:
    """Carries out one step of a run."""

    state: Run

    def perform(self, step: Step) -> Generator[Event, Reply, None]:
        """Expert, tool, repairs and rewriter; the finished step joins the run's steps."""
        step = self.state.begin(step)
        given, text = step.call, ""
        task, failure, doubted = self.state.task, None, False
        seen = Observation("", ok=False, error="the model wrote nothing")
        last = 0 if given is not None else REPAIRS.get(step.tool, 1)
        for attempt in range(last + 1):
            if given is not None:
                text = given
            else:
                step, text = yield from self._write(step, task, failure, attempt)
                doubt = self.state.team.experts[step.tool].doubt(text, task, self.state.steps)
                # Only once: a model that insists may be right, as with "women" in the question, 'female' in the table.
                if doubt and not doubted and attempt < last:
                    task, failure, doubted = doubt.task, doubt.failure, True
                    continue
            step, seen = yield from self._act(step, text)
            if seen.ok:
                break
            failure = seen.error
        yield from self._close(step, seen, text)

    def _write(
        self, step: Step, task: Task, failure: str | None, attempt: int
    ) -> Generator[Event, Reply, tuple[Step, str]]:
        """Have the expert write the call, anew after ``failure``."""
        expert = self.state.team.experts[step.tool]
        request = expert.request(task, self.state.steps, step, failure)
        yield Progress(step, "writing")
        ask = Think(replace(request, step=step.index, attempt=attempt), step.index, "call")
        generation, step = yield from self.state.think(ask, step, "expert")
        return step, expert.parse(generation.text)

    def _act(self, step: Step, text: str) -> Generator[Event, Reply, tuple[Step, Observation]]:
        tool = self.state.team.tools[step.tool]
        step = replace(step, call=text if tool.executes else None)
        if not text.strip():
            return self.state.begin(step), Observation("", ok=False, error="the model wrote nothing")
        yield Progress(self.state.begin(step), "running")
        start = perf_counter()
        seen = cast(Observation, (yield Act(step.tool, text, step.index)))
        spent = step.seconds.add("tool", perf_counter() - start)
        step = replace(
            step, seconds=spent, observation=seen.text, outputs=seen.outputs, sources=seen.sources, error=seen.error
        )
        return self.state.begin(step), seen

    def _close(self, step: Step, seen: Observation, text: str) -> Generator[Event, Reply, None]:
        if not seen.ok:
            step = replace(step, status="failed", output=FAILED, error=seen.error)
        elif not self.state.team.tools[step.tool].executes:
            step = replace(step, output=one_line(text), error=seen.checked)
        else:
            step = yield from self._rewrite(replace(step, error=seen.checked), seen)
        if step.author == "human" and step.status == "done":
            step = replace(step, status="edited")
        self.state.steps.append(step)
        self.state.current = None
        yield Progress(step, "done")

    def _rewrite(self, step: Step, seen: Observation) -> Generator[Event, Reply, Step]:
        rewriter = self.state.team.rewriter
        plain = rewriter.plain(seen)
        if plain is not None:
            return replace(step, output=one_line(plain))
        yield Progress(self.state.begin(step), "rewriting")
        ask = Think(replace(rewriter.request(self.state.task, step), step=step.index), step.index, "output")
        generation, step = yield from self.state.think(ask, step, "rewrite")
        return replace(step, output=one_line(rewriter.parse(generation.text, seen)))
