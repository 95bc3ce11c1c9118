"""Two states of a table: rows, columns, types, missing values, and how many cells differ."""

from __future__ import annotations

import sys
from typing import Any

from husky_kernel.agent.effects import TableChange
from husky_kernel.checkpoint.tables import same_memory

LIMIT = 5_000_000
"""So many cells are compared at most, columns that share their memory not counted."""


def is_table(value: Any) -> bool:
    """Whether it is a ``DataFrame`` of pandas or polars."""
    loaded = (sys.modules.get(name) for name in ("pandas", "polars"))
    return any(issubclass(type(value), getattr(module, "DataFrame", ())) for module in loaded if module)


def compare(name: str, old: Any, new: Any) -> TableChange:
    """The change from ``old`` to ``new``, both of pandas or both of polars."""
    polars = not hasattr(old, "iloc")
    before, after = (_columns(table, polars) for table in (old, new))
    both = [column for column in before if column in after]
    types = {column: (str(before[column].dtype), str(after[column].dtype)) for column in both}
    same = {name for name in both if not polars and same_memory(before[name].array, after[name].array)}
    nulls = {name: _nulls(column, polars) for name, column in before.items()}
    try:
        cells = _polars_cells(before, after) if polars else _pandas_cells(old, new, before, after)
    except Exception:  # cells whose comparison fails cannot be counted
        cells = None
    return TableChange(
        name,
        rows=(len(old), len(new)),
        added=tuple(column for column in after if column not in before),
        removed=tuple(column for column in before if column not in after),
        dtypes={column: pair for column, pair in types.items() if pair[0] != pair[1]},
        nulls=(
            sum(nulls.values()),
            sum(nulls[name] if name in same else _nulls(after[name], polars) for name in after),
        ),
        cells=cells,
    )


def _columns(table: Any, polars: bool) -> dict[str, Any]:
    if polars:
        return {column: table[column] for column in table.columns}
    return {str(label): table.iloc[:, at] for at, label in enumerate(table.columns)}


def _nulls(column: Any, polars: bool) -> int:
    if polars:
        return int(column.null_count())
    import numpy as np

    return int(np.count_nonzero(column.isna().to_numpy()))


def _polars_cells(before: dict[str, Any], after: dict[str, Any]) -> int | None:
    both = [name for name in before if name in after]
    if any(len(before[name]) != len(after[name]) for name in both):
        return None
    if sum(len(before[name]) for name in both) > LIMIT:
        return None
    return sum(
        int(before[name].ne_missing(after[name]).sum())
        if before[name].dtype == after[name].dtype
        else len(before[name])
        for name in both
    )


def _pandas_cells(old: Any, new: Any, before: dict[str, Any], after: dict[str, Any]) -> int | None:
    """Compared row by row where the index stayed, else label by label where labels are unique."""
    both = [name for name in before if name in after]
    if not old.index.identical(new.index) and not old.index.equals(new.index):
        return _matched_cells(old, new, before, after, both)
    pairs = [(before[name], after[name]) for name in both if not same_memory(before[name].array, after[name].array)]
    if len(old) * len(pairs) > LIMIT:
        return None
    return sum(_differing(a.array, b.array) for a, b in pairs)


def _matched_cells(old: Any, new: Any, before: dict[str, Any], after: dict[str, Any], both: list[str]) -> int | None:
    if len(both) * max(len(old), len(new)) > LIMIT or not (old.index.is_unique and new.index.is_unique):
        return None
    where = old.index.get_indexer(new.index)
    there = where >= 0
    if not there.any():
        return None
    return sum(_differing(before[name].array[where[there]], after[name].array[there]) for name in both)


def _differing(one: Any, other: Any) -> int:
    """Positions where two columns differ; two missing values are equal."""
    import numpy as np
    import pandas as pd

    missing = pd.isna(one), pd.isna(other)
    unequal = pd.array(one != other, dtype="boolean").fillna(True).to_numpy(bool)
    return int(np.count_nonzero((unequal & ~missing[0] & ~missing[1]) | (missing[0] ^ missing[1])))
