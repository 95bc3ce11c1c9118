"""One of several runs at work at the same time, as engines see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores
from husky_kernel.assembly import Agent


class Lane:
    """An engine whose requests carry the lane's number, and which gives up when ``stopping`` is set.

    Raises
    ------
    Stopped
        Instead of a reply, once ``stopping`` is set; a generation at work is cut short for it.
    """

    def __init__(self, engine: Engine, number: int, stopping: Event) -> None:
        self.name = engine.name
        self.context_length = engine.context_length
        self._engine, self._number, self._stopping = engine, number, stopping

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """As the engine's own."""
        self._go_on()

        def enough(text: str) -> bool:
            return self._stopping.is_set() or bool(on_text and on_text(text))

        generation = self._engine.generate(replace(request, lane=self._number), enough)
        self._go_on()
        return generation

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """As the engine's own."""
        self._go_on()
        return self._engine.score(replace(request, lane=self._number), choices)

    def count_tokens(self, text: str) -> int:
        """As the engine's own."""
        return self._engine.count_tokens(text)

    def close(self) -> None:
        """Nothing: the engine belongs to all lanes."""

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise Stopped("stopped by the user")


def in_lane(agent: Agent, number: int, stopping: Event) -> Agent:
    """``agent`` with the same models, asked from lane ``number``."""
    lanes = {id(engine): Lane(engine, number, stopping) for engine in agent.roles.values()}
    return replace(agent, roles={role: lanes[id(engine)] for role, engine in agent.roles.items()})
