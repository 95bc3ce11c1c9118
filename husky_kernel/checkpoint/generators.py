"""Random number generators: objects, and the global ones of ``random`` and NumPy."""

from __future__ import annotations

import pickle
import random
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from husky_kernel.checkpoint.kind import Kind, Scope


class Randoms(Kind):
    """``random.Random``."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Its state."""
        return random.Random.getstate(thing)

    def same(self, thing: Any, copy: Any) -> bool:
        """The same state."""
        return bool(random.Random.getstate(thing) == copy)

    def put(self, thing: Any, copy: Any) -> None:
        """As it was."""
        random.Random.setstate(thing, copy)


class Generators(Kind):
    """What NumPy's generators draw from."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Its state."""
        return pickle.dumps(thing.state)

    def same(self, thing: Any, copy: Any) -> bool:
        """The same state."""
        return bool(pickle.dumps(thing.state) == copy)

    def put(self, thing: Any, copy: Any) -> None:
        """As it was."""
        thing.state = pickle.loads(copy)


class Drawers(Kind):
    """NumPy's ``Generator`` and ``RandomState``: all state is in what they draw from."""

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """What they draw from."""
        return [getattr(thing, "bit_generator", None) or thing._bit_generator for thing in things]


def global_generators() -> list[Any]:
    """The generators behind ``random.random()`` and ``numpy.random.rand()``."""
    found: list[Any] = [getattr(random, "_inst", None)]
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        found.append(numpy_random.mtrand._rand._bit_generator)
    return [each for each in found if each is not None]
