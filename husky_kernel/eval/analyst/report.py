"""The figures of the analyst's set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median, stdev
from typing import Any

from husky_kernel.eval.analyst.outcome import SURE
from husky_kernel.eval.report import Report

RESAMPLES = 1000
"""Of the median's standard error."""


@dataclass(frozen=True, slots=True)
class Share:
    """``k`` of ``n``."""

    k: int
    n: int

    @property
    def value(self) -> float:
        """0 of none."""
        return self.k / self.n if self.n else 0.0

    @property
    def stderr(self) -> float:
        """sqrt(p (1 - p) / n)."""
        return math.sqrt(self.value * (1 - self.value) / self.n) if self.n else 0.0

    def to_json(self) -> dict[str, float]:
        """Plain JSON values."""
        return {"n": self.k, "share": round(self.value, 4), "stderr": round(self.stderr, 4)}

    def __str__(self) -> str:
        return f"{self.k} of {self.n} ({self.value:.0%} ± {self.stderr:.0%})"


@dataclass(frozen=True, slots=True)
class AnalystReport(Report):
    """Turns instead of questions; a wrong one's cause is ``flagged`` or ``silent``."""

    @property
    def right(self) -> Share:
        """Turns whose check holds."""
        return Share(sum(item.correct for item in self.items), len(self.items))

    @property
    def flagged(self) -> Share:
        """Wrong or without an answer, and the run says so."""
        return self._with("flagged")

    @property
    def silent(self) -> Share:
        """Wrong, and told as right."""
        return self._with("silent")

    @property
    def right_told_as_sure(self) -> Share:
        """Of the right ones those that are ``checked`` or ``computed``."""
        right = [item for item in self.items if item.correct]
        return Share(sum(item.trace.get("confidence") in SURE for item in right), len(right))

    @property
    def median_seconds(self) -> tuple[float, float]:
        """With its standard error, by resampling the turns."""
        return _median([item.seconds for item in self.items])

    def to_json(self) -> dict[str, Any]:
        """The report of any set, and these figures before its items."""
        common = Report.to_json(self)
        items = common.pop("items")
        middle, spread = self.median_seconds
        names = ("right", "flagged", "silent", "right_told_as_sure")
        return {
            **common,
            **{name: getattr(self, name).to_json() for name in names},
            "median_seconds": {"value": round(middle, 2), "stderr": round(spread, 2)},
            "items": items,
        }

    def line(self) -> str:
        """For people."""
        middle, spread = self.median_seconds
        return (
            f"{self.set}, {self.model}: {len(self.items)} turns: right {self.right}, flagged {self.flagged}, "
            f"silently wrong {self.silent}; of the right ones told as sure {self.right_told_as_sure}; "
            f"median {middle:.1f} s ± {spread:.1f} s"
        )

    def _with(self, cause: str) -> Share:
        return Share(sum(item.cause == cause for item in self.items), len(self.items))


def _median(seconds: Sequence[float]) -> tuple[float, float]:
    if not seconds:
        return 0.0, 0.0
    draw = Random(0)
    return median(seconds), stdev(median(draw.choices(seconds, k=len(seconds))) for _ in range(RESAMPLES))
