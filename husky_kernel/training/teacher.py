"""A teacher's trajectories: the loop with its few-shot prompts, sampled several times, kept where it is right.

What is right is for the benchmark to say: it is handed in as :class:`Lesson`, since benchmarks are another room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Engine, Example, Generation, OnText, Request, Scores, Tool
from husky_kernel.agent.types import Observation, Task, Trace
from husky_kernel.assembly import Agent
from husky_kernel.training.checks.sandbox import Sandbox
from husky_kernel.training.checks.worker import Worker, WorkerDied
from husky_kernel.training.journal import Entry, Journal
from husky_kernel.training.trajectories import Trajectory

TEMPERATURE = 0.7

Check = Callable[[int, str | None, Sequence[Any] | None], bool]
"""Whether an answer (text, and the cells of a program's value where one gave it) is right on a fill."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question of a benchmark: ``fills`` are its namespaces, ``context`` what the models are told of the first."""

    index: int
    question: str
    fills: tuple[Mapping[str, Any], ...]
    context: str
    right: Check


class Sampled:
    """An engine that samples: the first time its best reply, then others by temperature and seed."""

    def __init__(self, engine: Engine, sample: int, temperature: float) -> None:
        self.name, self.context_length = engine.name, engine.context_length
        self.engine, self.sample, self.temperature = engine, sample, temperature

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """The engine's reply, sampled."""
        if self.sample:
            # A second opinion has a seed already: it must not come out as the first one did.
            seed = self.sample + 1000 * request.seed
            request = replace(request, temperature=self.temperature, seed=seed)
        return self.engine.generate(request, on_text)

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """The engine's."""
        return self.engine.score(request, choices)

    def count_tokens(self, text: str) -> int:
        """The engine's."""
        return self.engine.count_tokens(text)

    def close(self) -> None:
        """Nothing: the engine is another's."""


class RemoteCode:
    """The code tool with its programs in the worker's process."""

    name = "code"
    description = "Run Python in the live notebook."
    executes = True
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def run(self, call: str) -> Observation:
        """What the tool saw; a program that kills its process is a failed one."""
        return self._worker.run(call)[0]


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who solves the questions, and how often each is tried."""

    agent: Agent
    tools: Mapping[str, Tool]
    worker: Worker
    max_steps: int
    samples: int = 4
    temperature: float = TEMPERATURE

    def teach(
        self, lessons: Iterable[Lesson], source: str, licence: str, journal: Journal
    ) -> Iterable[tuple[int, int]]:
        """Try all lessons that ``journal`` does not have; yields how many samples were right, of how many."""
        kept = done = 0
        for lesson in lessons:
            for sample in range(self.samples):
                key = f"{source}/{self.agent.name}/{lesson.index}/{sample}"
                if key in journal:
                    continue
                trace = self._solve(lesson, sample)
                cause = self._fault(trace, lesson)
                good = Trajectory(trace, source, licence, "teacher", lesson.context, ("executed", "answer"), key=key)
                journal.add(Entry(key, source, cause=cause) if cause else Entry(key, source, good))
                kept, done = kept + (cause is None), done + 1
            yield kept, done

    def _solve(self, lesson: Lesson, sample: int) -> Trace:
        tools = {**self.tools, "code": RemoteCode(self.worker)}
        team = self.agent.team(tools)
        self.worker.call(Sandbox.fill, lesson.fills[0])

        def engines(role: str) -> Engine:
            return Sampled(self.agent.engine(role), sample, self.temperature)

        return drive(run(Task(lesson.question, lesson.context), team, self.max_steps), engines, tools)

    def _fault(self, trace: Trace, lesson: Lesson) -> str | None:
        """Why a trace is not worth learning from, None if it is."""
        if trace.status != "finished":
            return "no finish"
        if any(step.status == "failed" for step in trace.steps):
            return "a step failed"
        if not lesson.right(0, trace.answer, None):
            return "another answer"
        calls = [step.call for step in trace.steps if step.tool == "code" and step.call]
        right = all(self._holds(calls, lesson, fill) for fill in range(1, len(lesson.fills)))
        return None if right else "right by accident"

    def _holds(self, calls: Sequence[str], lesson: Lesson, fill: int) -> bool:
        """Whether the same programs give the right answer on another fill."""
        text, cells, good = "", None, bool(calls)
        try:
            self.worker.call(Sandbox.fill, lesson.fills[fill])
            for call in calls:
                seen, cells = self.worker.call(Sandbox.run, call)
                text, good = seen.text, good and seen.ok
        except WorkerDied:
            return False
        return good and lesson.right(fill, text, cells)
