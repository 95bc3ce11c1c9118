"""How sure a model was of what it wrote: the probabilities of a reply's tokens, each given all before it."""

from __future__ import annotations

from collections.abc import Sequence


def mean(probabilities: Sequence[float]) -> float | None:
    """Their mean; None of none."""
    return sum(probabilities) / len(probabilities) if probabilities else None


def least(probabilities: Sequence[float]) -> float | None:
    """The smallest; None of none."""
    return min(probabilities, default=None)
