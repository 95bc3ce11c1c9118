"""Two reports on the same questions, paired: is the difference more than chance?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.report import Item, Report

RESAMPLES = 20_000
"""Of the bootstrap."""

LISTED = 200
"""Questions of each way that are named at most."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``gained``: questions that only the second report has right; ``lost``: only the first. ``low`` and ``high`` bound
    the difference of the accuracies with 95% (paired bootstrap, percentiles); ``p`` is McNemar's exact two-sided one.
    """

    first: Report
    second: Report
    n: int
    accuracies: tuple[float, float]
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    p: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Second minus first."""
        return self.accuracies[1] - self.accuracies[0]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        sides = [
            {"agent": side.agent, "model": side.model, "accuracy": round(accuracy, 4)}
            for side, accuracy in zip((self.first, self.second), self.accuracies, strict=True)
        ]
        return {
            "set": self.first.set,
            "n": self.n,
            "a": sides[0],
            "b": sides[1],
            "difference": round(self.difference, 4),
            "interval": [round(self.low, 4), round(self.high, 4)],
            "p": self.p,
            "gained": list(self.gained),
            "lost": list(self.lost),
        }

    def lines(self) -> list[str]:
        """The same for people."""
        sides = zip("AB", (self.first, self.second), self.accuracies, strict=True)
        unpaired = max(len(self.first.items), len(self.second.items)) - self.n
        return [
            f"{self.first.set}, {self.n} questions in both"
            + (f" ({unpaired} others are left out)" if unpaired > 0 else ""),
            *(f"  {name} {side.agent}, {side.model}: {accuracy:.1%}" for name, side, accuracy in sides),
            f"  B - A: {self.difference:+.1%}, 95% interval {self.low:+.1%} to {self.high:+.1%} (paired bootstrap)",
            f"  McNemar exact p = {self.p:.4g}: {len(self.gained)} right in B alone, {len(self.lost)} right in A alone",
            f"  right in B alone: {_listed(self.gained)}",
            f"  right in A alone: {_listed(self.lost)}",
        ]


def compare(first: Report, second: Report) -> Comparison:
    """Pair the questions of two reports by their index.

    Raises
    ------
    UseError
        If the reports are of different sets, share no question, or differ in what a question is.
    """
    if first.set != second.set:
        raise UseError(f"the reports are of different sets, {first.set} and {second.set}: nothing to pair")
    pairs = _pairs(first.items, second.items)
    if not pairs:
        raise UseError("the reports have no question in common: run both with the same --data, --limit and --seed")
    other = next((a.index for a, b in pairs if a.question != b.question), None)
    if other is not None:
        raise UseError(f"question {other} is another one in the second report: they are of different data files")
    gained = tuple(a.index for a, b in pairs if b.correct and not a.correct)
    lost = tuple(a.index for a, b in pairs if a.correct and not b.correct)
    n = len(pairs)
    accuracies = sum(a.correct for a, _ in pairs) / n, sum(b.correct for _, b in pairs) / n
    low, high = bootstrap(len(gained), len(lost), n)
    return Comparison(first, second, n, accuracies, gained, lost, mcnemar(len(gained), len(lost)), low, high)


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p: how often ``gained + lost`` fair coins fall at least as unevenly (McNemar 1947)."""
    n, fewer = gained + lost, min(gained, lost)
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(fewer + 1)) / (1 << n))


def bootstrap(gained: int, lost: int, n: int, seed: int = 0) -> tuple[float, float]:
    """95% of the differences that resampling the ``n`` pairs gives.

    A pair counts 1, -1 or 0, so that a resample is one draw from a multinomial distribution.
    """
    import numpy as np

    shares = np.array([gained, lost, n - gained - lost]) / n
    draws = np.random.default_rng(seed).multinomial(n, shares, size=RESAMPLES)
    low, high = np.percentile((draws[:, 0] - draws[:, 1]) / n, [2.5, 97.5])
    return float(low), float(high)


def _pairs(first: Sequence[Item], second: Sequence[Item]) -> list[tuple[Item, Item]]:
    others = {item.index: item for item in second}
    return [(item, others[item.index]) for item in first if item.index in others]


def _listed(indices: Sequence[int]) -> str:
    shown = ", ".join(map(str, indices[:LISTED]))
    return (f"{shown}, …" if len(indices) > LISTED else shown) or "none"
