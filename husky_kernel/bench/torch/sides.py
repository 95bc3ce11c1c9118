"""The sides of ``husky bench torch``: each writes a reply to one prompt or to many, and says how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.bench.torch.memory import synchronize
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.loading import Loaded
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder

ROLE = "bench"
OURS, GROWING, GENERATE = "husky", "husky, growing cache", "generate"


@dataclass(frozen=True, slots=True)
class Written:
    """``tokens`` that followed the first one of each reply, and the seconds that they took. No prompt is in them."""

    tokens: int
    seconds: float

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return self.tokens / max(self.seconds, 1e-9)


class Side(Protocol):
    """Somebody who writes."""

    name: str
    compiles: bool

    def write(self, prompts: Sequence[str], count: int) -> Written:
        """``count`` tokens after each of ``prompts``, at the same time where there are several."""


class EngineSide:
    """Our engine, by what it says itself of the time from the first token on.

    ``compiles``: what it does for the first reply of a length takes long.
    """

    def __init__(self, name: str, engine: TransformersEngine, compiles: bool) -> None:
        self.name, self._engine, self.compiles = name, engine, compiles

    def write(self, prompts: Sequence[str], count: int) -> Written:
        """As :class:`Side` says."""
        asks = [Request(ROLE, (Message("user", prompt),), max_tokens=count) for prompt in prompts]
        one = len(asks) == 1
        replies = [self._engine.generate(asks[0])] if one else self._engine.generate_batch(asks)
        return Written(sum(r.tokens.generated - 1 for r in replies), max(r.work.decode for r in replies))


class GenerateSide:
    """``generate`` of transformers, greedy, with the cache that it takes by itself.

    A reply of one token takes the time of its prompt, and is taken off.
    """

    name = GENERATE
    compiles = False

    def __init__(self, loaded: Loaded) -> None:
        self._model, self._device = loaded.model, loaded.device
        self._encoder = PromptEncoder(loaded.tokenizer, None)

    def write(self, prompts: Sequence[str], count: int) -> Written:
        """As :class:`Side` says."""
        inputs = self._inputs(prompts)
        reading, _ = self._timed(inputs, 1)
        seconds, width = self._timed(inputs, count)
        return Written(len(prompts) * (width - 1), seconds - reading)

    def _timed(self, inputs: dict[str, Any], count: int) -> tuple[float, int]:
        """Seconds, and the tokens of each row that were written in them."""
        synchronize(self._device)
        start = perf_counter()
        found = self._model.generate(**inputs, max_new_tokens=count, min_new_tokens=count, do_sample=False)
        synchronize(self._device)
        return perf_counter() - start, int(found.shape[1] - inputs["input_ids"].shape[1])

    def _inputs(self, prompts: Sequence[str]) -> dict[str, Any]:
        """Token ids, padded on the left, and their mask; ``(B, T)`` each."""
        import torch

        rows = [self._encoder.encode((Message("user", prompt),), "") for prompt in prompts]
        width = max(map(len, rows))
        ids = [[self._encoder.pad] * (width - len(row)) + row for row in rows]
        mask = [[0] * (width - len(row)) + [1] * len(row) for row in rows]
        place = self._model.device
        return {"input_ids": torch.tensor(ids, device=place), "attention_mask": torch.tensor(mask, device=place)}
