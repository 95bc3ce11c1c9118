"""A model's own right programs in the place of annotated ones: rejection sampling (arXiv 2308.01825).

Annotated programs are bare calculations; a model that learns them forgets to think in comments first. So each question
that one program solves is tried some times with the model's own prompt, and a program that gives the answer known to be
right replaces the annotation. Where none does, the annotation stays: that is what the model has yet to learn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any, Protocol, runtime_checkable

from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.protocols import Engine, Generation, Request
from husky_kernel.agent.types import Observation, Step, Task
from husky_kernel.modules.expert import Expert
from husky_kernel.training.checks.expected import Expected, only_number
from husky_kernel.training.checks.verify import SHORT
from husky_kernel.training.checks.worker import Worker
from husky_kernel.training.trajectories import Trajectory

TOGETHER = 256
"""Programs that an engine which can is asked for at once."""


@runtime_checkable
class Batching(Protocol):
    """An engine that answers many requests at once."""

    def generate_batch(self, requests: Sequence[Request]) -> list[Generation]:
        """Replies in the order of the requests."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How programs are sampled: by whom, how often for each question, at which temperature."""

    expert: Expert
    engine: Engine
    samples: int = 4
    temperature: float = 0.7
    together: int = TOGETHER

    def programs(self, questions: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
        """Batches of programs, each with its question's number: every question ``samples`` times, not in order.

        Questions with the same instructions are asked one after the other, so that a batch shares them.
        """
        seeds = range(1, self.samples + 1)
        asked = [(at, self._request(question, seed)) for at, question in enumerate(questions) for seed in seeds]
        asked.sort(key=lambda one: [message.content for message in one[1].messages])
        for start in range(0, len(asked), self.together):
            batch = asked[start : start + self.together]
            replies = self._replies([request for _, request in batch])
            yield [
                (at, self.expert.parse(reply.text, Task(questions[at])))
                for (at, _), reply in zip(batch, replies, strict=True)
            ]

    def _request(self, question: str, seed: int) -> Request:
        asked = self.expert.request(Task(question), (), Step(0, self.expert.name, ""))
        return replace(asked, temperature=self.temperature, seed=seed)

    def _replies(self, requests: Sequence[Request]) -> list[Generation]:
        if isinstance(self.engine, Batching):
            return self.engine.generate_batch(requests)
        return [self.engine.generate(request) for request in requests]


def is_program(one: Trajectory) -> bool:
    """Whether a question needs nothing but itself and is solved by a single program."""
    steps = one.trace.steps
    return one.origin == "annotation" and not one.context and len(steps) == 1 and steps[0].tool == "code"


def with_own_programs(
    found: Sequence[Trajectory], writing: Writing, processes: int, tell: Callable[[str], object]
) -> list[Trajectory]:
    """``found`` with the model's own first right program where one was right, as many and in the same order.

    Parameters
    ----------
    found
        Trajectories that were carried out and checked; those that are no single program stay as they are.
    processes
        How many sandboxes programs are run in, side by side.
    tell
        Told in one line how far it is.
    """
    places = [at for at, one in enumerate(found) if is_program(one)]
    questions = [found[at].trace.question for at in places]
    kept: dict[int, Step] = {}
    tried = right = 0
    with _Sandboxes(processes) as sandboxes:
        for batch in writing.programs(questions):
            steps = sandboxes.map(lambda one: _step(found[places[one[0]]], one[1], sandboxes), batch)
            for (number, _), step in zip(batch, steps, strict=True):
                right += step is not None
                if step is not None:
                    kept.setdefault(places[number], step)
            tried += len(batch)
            tell(f"{tried:,} programs, {right:,} right, for {len(kept):,} of {len(places):,} questions")
    return [_own(one, kept.get(at), writing.engine.name) for at, one in enumerate(found)]


def _step(one: Trajectory, code: str, sandboxes: _Sandboxes) -> Step | None:
    """The step of a program that gives the right answer, None if it does not."""
    seen, cells = sandboxes.run(code)
    text = seen.text.strip()
    if not seen.ok or not text or len(one_line(seen.text)) > SHORT or not _expected(one).matches(text, cells):
        return None
    return replace(one.trace.steps[0], call=code, observation=seen.text, output=one_line(seen.text))


def _expected(one: Trajectory) -> Expected:
    answer = one.trace.answer or ""
    number = only_number(answer)
    return Expected("text", answer) if number is None else Expected("number", number)


def _own(one: Trajectory, step: Step | None, model: str) -> Trajectory:
    if step is None:
        return one
    trace = replace(one.trace, steps=(step,), answer=step.output, model=model)
    return replace(one, trace=trace, origin="teacher", verified=("executed", "answer"))


class _Sandboxes:
    """Sandboxes in processes of their own, each lent to one thread at a time."""

    def __init__(self, count: int) -> None:
        self._workers = [Worker() for _ in range(count)]
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count)
        self.map = self._threads.map
        for worker in self._workers:
            self._free.put(worker)

    def run(self, code: str) -> tuple[Observation, list[Any] | None]:
        """What a program gives in an empty namespace; one that kills its process has failed."""
        worker = self._free.get()
        try:
            return worker.run(code, afresh=True)
        finally:
            self._free.put(worker)

    def __enter__(self) -> _Sandboxes:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()
