"""How far a judge agrees with the exact metric, so that a weak judge is seen as weak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WEAK = 0.6
"""Kappa below this is less than substantial agreement (Landis and Koch 1977)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Items that both judged, by outcome; ``undecided`` are those that have an exact result and no clear verdict."""

    both_right: int = 0
    both_wrong: int = 0
    only_judge: int = 0
    only_exact: int = 0
    undecided: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool | None]]) -> Agreement:
        """Count (exact, judged) pairs; judged is None where the judge did not decide."""
        found = list(pairs)
        return cls(
            found.count((True, True)),
            found.count((False, False)),
            found.count((False, True)),
            found.count((True, False)),
            sum(judged is None for _, judged in found),
        )

    @property
    def n(self) -> int:
        """Items that both decided."""
        return self.both_right + self.both_wrong + self.only_judge + self.only_exact

    @property
    def accuracy(self) -> float | None:
        """Share of them on which both say the same; None for none."""
        return (self.both_right + self.both_wrong) / self.n if self.n else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: agreement beyond chance, 1 at most; None where one outcome alone leaves nothing to chance."""
        if self.accuracy is None:
            return None
        judge, exact = self.both_right + self.only_judge, self.both_right + self.only_exact
        chance = (judge * exact + (self.n - judge) * (self.n - exact)) / self.n**2
        return None if chance == 1 else (self.accuracy - chance) / (1 - chance)

    def line(self) -> str:
        """The figures in one line, with a warning where they speak against the judge."""
        if self.accuracy is None:
            return f"agreement with the exact metric: not known, no item has both (n=0, {self.undecided} undecided)"
        kappa = "not defined" if self.kappa is None else f"{self.kappa:.2f}"
        weak = "" if self.kappa is not None and self.kappa >= WEAK else "; a weak judge: do not rely on what follows"
        return (
            f"agreement with the exact metric: {self.accuracy:.1%}, kappa {kappa}, n={self.n} "
            f"({self.only_judge} right to the judge only, {self.only_exact} right to the metric only, "
            f"{self.undecided} not decided){weak}"
        )

    def to_json(self) -> dict[str, Any]:
        """The figures and the counts behind them."""
        return {
            "n": self.n,
            "accuracy": _round(self.accuracy),
            "kappa": _round(self.kappa),
            "both_right": self.both_right,
            "both_wrong": self.both_wrong,
            "only_judge": self.only_judge,
            "only_exact": self.only_exact,
            "undecided": self.undecided,
        }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
