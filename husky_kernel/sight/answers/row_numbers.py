"""Numbers of rows in the place of what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from husky_kernel.sight.answers.groups_asked import groups

NUMBERED = frozenset({"year", "month", "day", "hour", "week", "quarter", "minute", "date", "time", "number"})
NUMBERED |= {"id", "age", "size"}
"""Nouns whose name may be a whole number."""


def are_row_numbers(noun: str, values: Sequence[Any], tables: Mapping[str, Any]) -> bool:
    """Whether all ``values`` are labels of the rows of one table, where ``noun`` names something else: what ``idxmax``
    gives of a table whose rows are only numbered.
    """
    if noun in NUMBERED or groups(noun, tables) or not values:
        return False
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in values)
    return whole and any(
        type(getattr(table, "index", None)).__name__ == "RangeIndex" and max(values) < len(table) and min(values) >= 0
        for table in tables.values()
    )
