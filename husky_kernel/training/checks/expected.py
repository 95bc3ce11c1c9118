"""What an answer must equal, and whether it does: numbers, texts, formulas, the cells of a table.

The check is stricter than the benchmarks' metrics: a trajectory to learn from should not be right by a lenient reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from husky_kernel.training.checks.formulas import same_formula

Kind = Literal["number", "text", "formula", "cells"]

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Expected:
    """An annotated answer. ``digits``: decimals that a number was rounded to by the annotation, None for not at all."""

    kind: Kind
    value: Any
    digits: int | None = None

    def matches(self, text: str, cells: Sequence[Any] | None = None) -> bool:
        """Whether an answer is this one.

        ``text`` is how it reads; ``cells`` the values of the program's result, None where no program gave it.
        """
        match self.kind:
            case "number":
                return self._is_number(text)
            case "text":
                return plain(text) == plain(str(self.value))
            case "formula":
                return bool(same_formula(text, str(self.value)))
            case "cells":
                return cells is not None and same_cells(cells, self.value)

    def _is_number(self, text: str) -> bool:
        found = only_number(text)
        if found is None:
            return False
        wanted = float(self.value)
        if self.digits is not None:
            return abs(found - wanted) <= 0.5001 * 10.0**-self.digits
        return abs(found - wanted) <= 1e-6 * max(1.0, abs(wanted))


def only_number(text: str) -> float | None:
    """The number that ``text`` is, thousands separators taken out; None if it is anything else."""
    match = _NUMBER.fullmatch(text.strip())
    return float(match[0].replace(",", "")) if match else None


def decimals(text: str) -> int:
    """Digits after the point of a number as it is written."""
    return len(text.strip().partition(".")[2])


def plain(text: str) -> str:
    """Words in lower case, without punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def same_cells(found: Sequence[Any], wanted: Sequence[Any]) -> bool:
    """The same values in any order, numbers within rounding."""
    left = list(found)
    for one in wanted:
        match = next((i for i, other in enumerate(left) if _same(one, other)), None)
        if match is None:
            return False
        del left[match]
    return not left


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    try:
        return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))
    except (TypeError, ValueError):
        return False
