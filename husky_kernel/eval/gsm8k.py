"""GSM8K: grade-school word problems with one number as answer (Cobbe et al. 2021, arXiv 2110.14168; MIT).

A record is ``{"index": 0, "question": "...", "answer": "18"}``. Worked example: "Ann has 3 boxes of 6 eggs and eats 2.
How many are left?" -> 16. Solved means that the first number of the answer, without thousands separators, is within
1e-3 of the reference (relative above 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class WordProblem:
    """One question of numbers that stand in it."""

    index: int
    question: str
    answer: str

    @classmethod
    def from_record(cls, index: int, record: Mapping[str, Any]) -> WordProblem:
        """Read one record; ``index`` serves where the record has none."""
        return cls(int(record.get("index", index)), str(record["question"]), str(record["answer"]))

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """Nothing but the question is given."""
        return ({},)

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether ``text`` gives the reference's number."""
        return same_number(first_number(text), first_number(self.answer))

    def solved_as_reference(self, text: str | None) -> bool:
        """The same: the first number counts."""
        return self.solved(0, text)


def first_number(text: str | None) -> float | None:
    """The first number in ``text``; None where there is none."""
    return next(iter(numbers(text)), None)


def numbers(text: str | None) -> list[float]:
    """All numbers in ``text``, thousands separators taken out."""
    return [float(match.replace(",", "")) for match in _NUMBER.findall(text or "")]


def same_number(one: float | None, other: float | None) -> bool:
    """Equal within 1e-3, relative for values above 1; a missing number equals nothing."""
    return one is not None and other is not None and abs(one - other) <= 1e-3 * max(1.0, abs(other))
