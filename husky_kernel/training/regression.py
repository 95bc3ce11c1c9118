"""Short tasks with answers that can be checked: what a tuned module must not have unlearned.

They are our own, ``regression.jsonl``: ``question``, ``answer``, and ``tables`` (name to CSV) where it is about some.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

FILE = "regression.jsonl"

_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class ShortTask:
    """One task. A number is right within a thousandth, a text where the answer holds it as words."""

    question: str
    answer: str
    tables: Mapping[str, str] = field(default_factory=dict)

    def frames(self) -> dict[str, DataFrame]:
        """Its variables."""
        from io import StringIO

        import pandas

        return {name: pandas.read_csv(StringIO(text)) for name, text in self.tables.items()}

    def solved(self, answer: str | None) -> bool:
        """Whether ``answer`` is right."""
        if not answer:
            return False
        wanted = _numbers(self.answer)
        if not wanted:
            return re.search(rf"(?<!\w){re.escape(self.answer.lower())}(?!\w)", answer.lower()) is not None
        given = _numbers(answer)
        return bool(given) and abs(given[-1] - wanted[0]) <= 1e-3 * max(1.0, abs(wanted[0]))


def read_tasks() -> list[ShortTask]:
    """All tasks."""
    lines = files(__package__).joinpath(FILE).read_text(encoding="utf-8").splitlines()
    return [ShortTask(**json.loads(line)) for line in lines if line.strip()]


def _numbers(text: str) -> list[float]:
    return [float(found.replace(",", "")) for found in _NUMBER.findall(text)]
