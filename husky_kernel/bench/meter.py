"""What one question costs: engines and tools that are watched while they are used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.protocols import Engine, Example, Generation, OnText, Request, Scores, Tool
from husky_kernel.agent.types import Observation, Tokens


@dataclass(slots=True)
class Meter:
    """Counts from its creation on; after ``limit`` seconds it is over.

    ``first`` is when the first token was there, in seconds since then; ``prefilled`` and ``generated`` are tokens;
    ``inside`` the seconds spent in engines and tools.
    """

    limit: float = float("inf")
    start: float = field(default_factory=perf_counter)
    first: float | None = None
    prefilled: int = 0
    generated: int = 0
    inside: float = 0.0

    @property
    def seconds(self) -> float:
        """Since its creation."""
        return perf_counter() - self.start

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.seconds >= self.limit

    def restart(self) -> None:
        """Count from now on: what was before is not the question's."""
        self.start = perf_counter()

    def saw_token(self) -> None:
        """A token is there."""
        if self.first is None:
            self.first = self.seconds

    def spent(self, tokens: Tokens) -> None:
        """Book what a call cost."""
        self.prefilled += tokens.prompt - tokens.reused
        self.generated += tokens.generated

    @contextmanager
    def working(self) -> Iterator[None]:
        """Book the time of a model or a tool. Raises Stopped if the time is up before it begins."""
        if self.over:
            raise Stopped("the time of this question is up")
        begin = perf_counter()
        try:
            yield
        finally:
            self.inside += perf_counter() - begin


class WatchedEngine:
    """An engine whose cost goes to a meter, and which stops writing when the meter is over."""

    def __init__(self, engine: Engine, meter: Meter) -> None:
        self.name = engine.name
        self.context_length = engine.context_length
        self._engine, self._meter = engine, meter

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """As the engine's own."""

        def hear(text: str) -> bool:
            self._meter.saw_token()
            return self._meter.over or bool(on_text and on_text(text))

        with self._meter.working():
            generation = self._engine.generate(request, hear)
        self._meter.spent(generation.tokens)
        return generation

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """As the engine's own."""
        with self._meter.working():
            scores = self._engine.score(request, choices)
        self._meter.spent(scores.tokens)
        return scores

    def count_tokens(self, text: str) -> int:
        """As the engine's own."""
        return self._engine.count_tokens(text)

    def close(self) -> None:
        """Nothing: the engine belongs to who made it."""


class WatchedTool:
    """A tool whose time goes to a meter."""

    def __init__(self, tool: Tool, meter: Meter) -> None:
        self.name, self.description, self.executes = tool.name, tool.description, tool.executes
        self.instructions: str = tool.instructions
        self.examples: Sequence[Example] = tool.examples
        self.action_examples: Sequence[Example] = tool.action_examples
        self._tool, self._meter = tool, meter

    def run(self, call: str) -> Observation:
        """As the tool's own."""
        with self._meter.working():
            return self._tool.run(call)
