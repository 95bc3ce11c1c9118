"""What a turn came to, read in the kernel and written as JSON where the parent finds it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from pathlib import Path
from typing import Any

from husky_kernel.eval.analyst.drawn import Drawings

ANSWER = "_eval_answer"
"""The variable that ``--into`` binds."""

ROWS = 2000
"""Rows of a table, and items of a list, that are read."""


@dataclass(slots=True)
class Probe:
    """Looks into a shell's namespace."""

    namespace: dict[str, Any]
    drawings: Drawings = field(default_factory=Drawings)

    def begin(self) -> None:
        """Forget the turn before."""
        self.namespace.pop(ANSWER, None)
        self.namespace.pop("_husky", None)
        self.drawings.take()

    def write(self, path: str, also: Sequence[str]) -> None:
        """Write the answer's value, what was drawn, the trace, and the variables ``also``."""
        trace = self.namespace.get("_husky")
        found = {
            "value": plain(self.namespace.get(ANSWER)),
            "figures": self.drawings.take(),
            "trace": trace.to_json() if trace is not None else None,
            "also": {name: plain(self.namespace.get(name)) for name in also},
        }
        Path(path).write_text(json.dumps(found, default=str), encoding="utf-8")


def plain(value: Any) -> Any:
    """A value as JSON: numbers, texts and lists as they are, whatever is a table as ``{"columns", "rows", "n"}``."""
    value = _unboxed(value)
    if value is None or isinstance(value, bool | str | int | float):
        return None if isinstance(value, float) and value != value else value
    if isinstance(value, Number):
        return float(value)  # type: ignore[arg-type]  # a Fraction or the like
    if hasattr(value, "columns") and hasattr(value, "iloc"):
        return _table(value)
    if isinstance(value, Mapping):
        return {"columns": ["key", "value"], "rows": [[str(k), plain(v)] for k, v in value.items()], "n": len(value)}
    if isinstance(value, list | tuple | set | frozenset):
        return _list(list(value))
    return str(value)


def _unboxed(value: Any) -> Any:
    """A frame for a table of any library, Python's own value for one of numpy."""
    kind = type(value)
    if kind.__module__.partition(".")[0] == "numpy":
        return value.item() if value.ndim == 0 else value.tolist()
    if kind.__name__ == "Decimal":
        return float(value)
    if hasattr(value, "iloc") and not hasattr(value, "columns"):
        return value.to_frame() if hasattr(value, "to_frame") else value
    for other in ("to_pandas", "to_df", "df"):  # polars, pyarrow; duckdb
        if not hasattr(value, "iloc") and callable(getattr(value, other, None)):
            return _unboxed(getattr(value, other)())
    return value


def _table(frame: Any) -> dict[str, Any]:
    """A frame with its index as columns, unless that only counts the rows."""
    import pandas as pd

    if not (isinstance(frame.index, pd.RangeIndex) and frame.index.name is None):
        try:
            frame = frame.reset_index()
        except ValueError:  # a column has the index's name
            frame = frame.reset_index(drop=True)
    rows = frame.head(ROWS).astype(object).itertuples(index=False, name=None)
    return {
        "columns": [str(name) for name in frame.columns],
        "rows": [[_cell(cell) for cell in row] for row in rows],
        "n": len(frame),
    }


def _cell(cell: Any) -> Any:
    import pandas as pd

    if cell is None or cell is pd.NaT or cell is pd.NA:
        return None
    found = plain(cell)
    return found if isinstance(found, bool | int | float | str | None) else str(cell)


def _list(items: list[Any]) -> Any:
    """A list of records is a table."""
    if items and all(isinstance(item, Mapping) for item in items):
        names = list(dict.fromkeys(str(name) for item in items for name in item))
        rows = [[plain({str(k): v for k, v in item.items()}.get(name)) for name in names] for item in items[:ROWS]]
        return {"columns": names, "rows": rows, "n": len(items)}
    return [plain(item) for item in items[:ROWS]]
