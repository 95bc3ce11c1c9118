"""Columns that number the rows, 1, 2, 3: their sum and their mean say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note

LEAST = 5
"""Rows from which on whole numbers in a row number them."""

_WORDS = "amount count kg n number points price qty quantity score sold total unit units value x y"
_AMOUNTS = frozenset(_WORDS.split())
"""Names of columns that may go up by one and be amounts."""


def _summed(call: Call) -> Iterator[Note]:
    yield from _looked(call, call.owner)


def _summed_in_groups(call: Call) -> Iterator[Note]:
    yield from _looked(call, call.owner.obj)


def _looked(call: Call, column: Any) -> Iterator[Note]:
    if getattr(column, "ndim", 0) != 1 or str(column.name).lower() in _AMOUNTS:
        return
    written, own = call.source(column)
    if getattr(own.dtype, "kind", "O") in "iu" and len(own) >= LEAST and bool((own.diff().iloc[1:] == 1).all()):
        yield Note(f"{written} numbers the rows, and its {call.name} says nothing: count the rows instead")


LOOKS: Mapping[str, Look] = {
    **{f"Series.{name}": _summed for name in ("sum", "mean", "median")},
    **{f"SeriesGroupBy.{name}": _summed_in_groups for name in ("sum", "mean", "median")},
}
