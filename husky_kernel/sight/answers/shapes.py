"""Values of any library as one value, or as so many rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def scalar(value: Any) -> Any:
    """The one value that ``value`` is or holds, as Python's own; None for tables, lists and the like."""
    if isinstance(value, str | bool | int | float):
        return value
    shape = getattr(value, "shape", None)
    if shape == () and hasattr(value, "item"):  # numpy's numbers
        return value.item()
    if isinstance(shape, tuple) and shape and all(size == 1 for size in shape):
        inner = value.iloc[0] if hasattr(value, "iloc") else value.reshape(-1)[0]
        return scalar(inner.iloc[0] if hasattr(inner, "iloc") else inner)
    if isinstance(value, list | tuple | set | Mapping) or hasattr(value, "columns") or isinstance(shape, tuple):
        return None
    return value


def rows(value: Any) -> int | None:
    """How many rows or items ``value`` has, None if it is none of tables, columns, lists and dicts."""
    if isinstance(value, list | tuple | set | frozenset | Mapping):
        return len(value)
    shape = getattr(value, "shape", None)
    return int(shape[0]) if isinstance(shape, tuple) and shape else None


def numbers(value: Any) -> list[float]:
    """The numbers of a column or dict, or of a table that has one column of them; else none."""
    if isinstance(value, Mapping):
        found = list(value.values())
        return [float(each) for each in found] if all(isinstance(each, int | float) for each in found) else []
    if hasattr(value, "select_dtypes"):
        columns = value.select_dtypes("number")
        return list(map(float, columns.iloc[:, 0].dropna())) if columns.shape[1] == 1 else []
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return list(map(float, value.dropna() if hasattr(value, "dropna") else value)) if kind in "iuf" and kind else []


def has_digits(column: Any) -> bool:
    """Whether some of its values are numbers or have digits: a number may then be its name."""
    return any(re.search(r"\d", str(value)) for value in column.dropna().unique()[:200])


def is_labelled(value: Any) -> bool:
    """Whether the rows of ``value`` have names of their own: the one that is asked for stands there."""
    index = getattr(value, "index", None)
    return index is not None and not callable(index) and type(index).__name__ != "RangeIndex"
