"""The value that a program came to as an answer: its kind, and one line that tells it, made without a model."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from husky_kernel.agent.answers.answer import AnswerKind, Result
from husky_kernel.agent.grammar import one_line, plain_fractions
from husky_kernel.tools.output.values import plain

ITEMS = 12
"""So many values are told one by one; of more, the first few and how many there are."""

COLUMNS = 12
"""Columns of a table that are told by name."""

ROWS = 4
"""So many rows of a table are told in its line."""

DRAWN = 100
"""A table of more rows is what a chart was made from, not what it shows."""

LONG = 400
"""Characters of one value in a line."""


def result_of(value: object, outputs: Sequence[Mapping[str, Any]]) -> Result | None:
    """What a program came to: ``value`` is that of its last line, ``outputs`` what it showed; None for nothing."""
    figures = sum(any(kind.startswith("image/") for kind in output.get("data", ())) for output in outputs)
    if value is None and not figures:
        return None
    try:
        if figures:
            beside = f" of {one_line(_said(value)[1])}" if _is_table(value) and _few(value) else ""
            return Result("figure", f"{_count(figures, 'figure')}{beside}", value)
        kind, said = _said(value)
        return Result(kind, one_line(said), value)
    except Exception:  # a value that does not let itself be looked at is still the answer
        return Result("text", f"<{type(value).__name__}>", value)


def _few(table: Any) -> bool:
    return len(table) <= DRAWN


def _said(value: Any) -> tuple[AnswerKind, str]:
    if _is_table(value):
        return _table(value)
    if hasattr(value, "savefig") or type(value).__module__.partition(".")[0] in ("plotly", "altair"):
        return "figure", "1 figure"
    if isinstance(value, Mapping):
        pairs = [f"{_cell(key)} {_cell(item)}" for key, item in list(value.items())[:ITEMS]]
        return "table", _listed(pairs, len(value))
    if isinstance(value, list | tuple | set | frozenset) or _is_array(value):
        return _listing(list(value))
    if isinstance(value, str):
        return "text", value
    return ("number" if _is_number(value) else "text"), _cell(value)


def _listing(items: list[Any]) -> tuple[AnswerKind, str]:
    if len(items) == 1:
        kind, said = _said(items[0])
        return kind, said
    return "table", _listed([_cell(item) for item in items[:ITEMS]], len(items))


def _table(value: Any) -> tuple[AnswerKind, str]:
    """A frame, a Series or another library's table."""
    frame = _frame(value)
    if frame is None:
        rows = getattr(value, "height", None) or getattr(value, "num_rows", None) or 0
        return "table", _count(int(rows), "row")
    names = [str(name) for name in frame.columns]
    if frame.shape == (1, 1) and not _has_names(frame.index):
        cell = frame.iat[0, 0]
        return ("number" if _is_number(cell) else "text"), _cell(cell)
    head = _count(len(frame), "row")
    labels = _labels(frame)
    shown = [
        " ".join(part for part in (label, *map(_cell, row)) if part)
        for label, row in zip(labels, frame.head(ROWS).itertuples(index=False, name=None), strict=False)
    ]
    if len(frame) == 1:
        cells = (f"{name} {_cell(cell)}" for name, cell in zip(names, frame.iloc[0], strict=True))
        return "table", ", ".join([*filter(None, labels), *cells])
    if not len(frame):
        return "table", f"no rows: {_columns(names)}"
    by = f" by {', '.join(str(name) for name in frame.index.names)}" if any(frame.index.names) else ""
    what = _columns([name for name in names if name not in ("0", "count")])
    told = f"{head}: {what}{by}" if what or by else head
    few = len(frame) <= ROWS and len(names) <= ROWS
    return "table", f"{told} ({'; '.join(shown)})" if few else told


def _columns(names: list[str]) -> str:
    """The first names of columns."""
    return ", ".join([*names[:COLUMNS], *(["…"] if len(names) > COLUMNS else [])])


def _has_names(index: Any) -> bool:
    """Whether the labels of the rows say something: names, or the values of a group."""
    return index.name is not None or index.nlevels > 1 or index.dtype.kind not in "iu"


def _frame(value: Any) -> Any:
    """``value`` as a frame of pandas; None for what is of another library."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if isinstance(value, pandas.DataFrame):
        return value
    return value.to_frame() if isinstance(value, pandas.Series) else None


def _labels(frame: Any) -> list[str]:
    """The index of the first rows, where it says something."""
    if type(frame.index).__name__ == "RangeIndex" and frame.index.name is None:
        return [""] * min(len(frame), ROWS)
    return [" ".join(map(_cell, key)) if isinstance(key, tuple) else _cell(key) for key in frame.index[:ROWS]]


def _cell(value: Any) -> str:
    """A single value as a person writes it: a date without its midnight, a float without its noise."""
    if isinstance(value, datetime) and value == value and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date | datetime):
        return str(value)
    if isinstance(value, float) and value == value and abs(value) < 1e15:
        return f"{value:.10g}"
    return plain_fractions(plain(value, LONG))


def _listed(parts: Sequence[str], total: int) -> str:
    more = f", … ({total:,} in all)" if total > len(parts) else ""
    return ", ".join(parts) + more if parts else "none"


def _is_table(value: object) -> bool:
    kind = type(value)
    home = kind.__module__.partition(".")[0]
    if home in ("pandas", "geopandas", "modin"):
        return hasattr(kind, "iloc")
    return hasattr(kind, "schema") and (hasattr(kind, "height") or hasattr(kind, "num_rows"))


def _is_array(value: object) -> bool:
    shape = getattr(value, "shape", None)
    return isinstance(shape, tuple) and len(shape) > 0 and hasattr(value, "dtype")


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return False
    numpy = sys.modules.get("numpy")
    return isinstance(value, int | float | complex) or (numpy is not None and isinstance(value, numpy.number))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
