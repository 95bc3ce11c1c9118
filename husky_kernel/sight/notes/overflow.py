"""Whole numbers that became too large for their type: numpy goes round without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name

_SIGNS = {"mul": "*", "rmul": "*", "add": "+", "radd": "+", "sub": "-", "rsub": "-", "pow": "**"}


def _computed(call: Call) -> Iterator[Note]:
    """``a * b`` and the like, of columns or of a column and a number."""
    column, other = call.arguments[:2]
    if not _whole(call.result) or not _whole(column) or not (_whole(other) or isinstance(other, int)):
        return
    name = call.name.strip("_")
    one, two = _most(column), _most(other)
    reach = {"*": one * two, "**": one**two if two < 64 else float("inf")}.get(_SIGNS[name], one + two)
    if reach >= 0.99 * _limit(call.result):  # so it may be too large; now exactly
        exact = getattr(column.astype(float), call.name)(other if isinstance(other, int) else other.astype(float))
        if _wrapped(call.result, exact):
            told = f"{column_name(column)} {_SIGNS[name]} {column_name(other, str(other))}"
            yield _note(told, call.result.dtype)


def _summed(call: Call) -> Iterator[Note]:
    column = call.owner
    if _whole(column) and len(column):
        if call.name == "cumsum":
            exact: Any = column.astype(float).cumsum()
            wrapped = _wrapped(call.result, exact)
        else:
            exact = float(getattr(column.astype(float), call.name)())
            wrapped = abs(float(call.result) - exact) > 2.0**62
        if wrapped:
            yield _note(f"the {call.name} of {column_name(column)}", "int64")


def _summed_in_groups(call: Call) -> Iterator[Note]:
    column = call.owner.obj
    if _whole(column) and _most(column) * len(column) > 0.99 * 2.0**63:
        exact = column.astype(float).groupby(call.owner._grouper).sum()
        if _wrapped(call.result, exact):
            yield _note(f"a sum of {column_name(column)}", "int64")


def _wrapped(result: Any, exact: Any) -> bool:
    """Whether a number went round: it is then as far from the one computed in floats as its type reaches."""
    return bool(((result.astype(float) - exact).abs() > _limit(result) / 2).any())


def _note(what: str, dtype: Any) -> Note:
    return Note(f"{what} is too large for {dtype}: the result is wrong; take .astype(float) first")


def _whole(column: Any) -> bool:
    return getattr(column, "ndim", 0) == 1 and getattr(getattr(column, "dtype", None), "kind", "?") in "iu"


def _most(column: Any) -> float:
    """The largest size of a value."""
    if isinstance(column, int):
        return abs(float(column))
    return max(abs(float(column.max())), abs(float(column.min()))) if len(column) else 0.0


def _limit(column: Any) -> float:
    bits = 8 * column.dtype.itemsize
    return float(2.0 ** (bits if column.dtype.kind == "u" else bits - 1))


LOOKS: Mapping[str, Look] = {
    **{f"Series.__{name}__": _computed for name in _SIGNS},
    "Series.sum": _summed,
    "Series.cumsum": _summed,
    "Series.prod": _summed,
    "SeriesGroupBy.sum": _summed_in_groups,
}
