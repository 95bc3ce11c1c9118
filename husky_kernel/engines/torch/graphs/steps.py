"""The steps of one model: how each is made fast, and what is done where that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.engines.torch.graphs.step import Forward, Step, forward_of
from husky_kernel.engines.torch.graphs.weights import NONE, Weights

Compiler = Callable[[Forward], Forward]

_log = logging.getLogger(__name__)


def as_it_is(forward: Forward) -> Forward:
    """A compiler that leaves a forward alone."""
    return forward


@dataclass(frozen=True, slots=True)
class Way:
    """A way of running one token's forward: compiled or not, and recorded as a CUDA graph or not."""

    name: str = "in a cache of fixed size"
    compiler: Compiler = as_it_is
    records: bool = False


class Steps:
    """Makes steps in the first of several ways, and in the next one once that has failed.

    A recorded step belongs to a cache and to the adapters that were switched on; where weights were moved or replaced
    since, it is made again. What is not recorded finds out for itself.
    """

    def __init__(self, model: Any, ways: Sequence[Way]) -> None:
        self._model, self._ways = model, list(ways)
        self._forward: Forward | None = None
        self._made: dict[tuple[int, frozenset[tuple[str, ...]]], tuple[Any, Step]] = {}
        self._weights: Weights | None = None

    @property
    def left(self) -> bool:
        """Whether there is a way that has not failed."""
        return bool(self._ways)

    def of(self, cache: Any) -> Step | None:
        """The step for a cache and for the adapters that are switched on; None where no way is left."""
        if not self._ways:
            return None
        way = self._ways[0]
        adapters = self._adapters() if way.records else NONE
        if self._forward is None:
            self._forward = way.compiler(forward_of(self._model))
        key = (id(cache), adapters)
        if key not in self._made:
            step = Step(self._forward, cache, self._model.device, way.records)
            self._made[key] = (cache, step)  # holds on to the cache: no other gets its id
        return self._made[key][1]

    def _adapters(self) -> frozenset[tuple[str, ...]]:
        """The adapters that are switched on; forgets what was recorded with weights that are elsewhere now."""
        if self._weights is None or not self._weights.stayed:
            self._made.clear()
            self._weights = Weights(self._model)
        return self._weights.adapters

    def fail(self, error: Exception) -> None:
        """The way has failed: the log says so, and the next one counts from now on."""
        failed = self._ways.pop(0)
        self._forward = None
        self._made.clear()
        instead = self._ways[0].name if self._ways else "in a cache that grows"
        reason = str(_first(error)).strip().partition("\n")[0]
        text = "writing replies %s failed, they are written %s from now on: %s"
        _log.warning(text, failed.name, instead, reason, exc_info=_log.isEnabledFor(logging.DEBUG))


def _first(error: BaseException) -> BaseException:
    """What went wrong first: the end of a recording that has failed raises an error of its own."""
    while (earlier := error.__cause__ or error.__context__) is not None:
        error = earlier
    return error
