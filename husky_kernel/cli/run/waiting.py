"""Engines asked from another thread, so that Ctrl-C is heard at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores, warm
from husky_kernel.agent.types import Tokens


class Waiting:
    """An engine that the calling thread only waits for: a signal ends the wait.

    Called directly, an engine holds signals back until it returns, and a long prompt takes many seconds to read. After
    such an end the engine may still be at work in ``pool``: it can then neither be used nor closed.
    """

    def __init__(self, engine: Engine, pool: ThreadPoolExecutor) -> None:
        self.name = engine.name
        self.context_length = engine.context_length
        self._engine = engine
        self._pool = pool

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        """As the engine's own."""
        return self._pool.submit(self._engine.generate, request, on_text).result()

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        """As the engine's own."""
        return self._pool.submit(self._engine.score, request, choices).result()

    def warm(self, request: Request) -> Tokens:
        """As the engine's own, if it has any."""
        return self._pool.submit(warm, self._engine, request).result()

    def count_tokens(self, text: str) -> int:
        """As the engine's own."""
        return self._engine.count_tokens(text)

    def close(self) -> None:
        """As the engine's own."""
        self._engine.close()
