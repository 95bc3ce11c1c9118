"""What a step or a run came to: a live value, its kind, and the one line that tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

AnswerKind = Literal["number", "text", "table", "figure", "changes", "files", "none"]
Confidence = Literal["checked", "computed", "unsure", "recalled", "none"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a program came to.

    ``said`` is one line made from the value without a model ("4 rows: amount by region"). ``value`` is the live object:
    it is neither compared nor saved.
    """

    kind: AnswerKind
    said: str
    value: Any = field(default=None, compare=False, repr=False)

    def to_json(self) -> dict[str, str]:
        """Kind and line; the value stays in memory."""
        return {"kind": self.kind, "said": self.said}

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Result | None:
        """Inverse of :meth:`to_json`, without the value; None for what is no result."""
        if not isinstance(data, Mapping) or data.get("kind") not in get_args(AnswerKind):
            return None
        return cls(data["kind"], str(data.get("said", "")))


def number_of(text: str) -> int | float | None:
    """The number that ``text`` is, None where it is anything else."""
    for kind in (int, float):
        try:
            return kind(text.strip().replace(",", ""))
        except ValueError:
            continue
    return None
