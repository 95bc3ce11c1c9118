"""Bounds of days on columns that have times: `<= '2031-05-31'` ends with the first moment of that day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from husky_kernel.sight.notes.call import Call, Look, Note, column_name, many
from husky_kernel.sight.notes.kinds import holds_text, texts

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _until(call: Call) -> Iterator[Note]:
    yield from _ends(call.owner, call.argument(1, "other"), "<=")


def _between(call: Call) -> Iterator[Note]:
    if call.argument(3, "inclusive", "both") in ("both", "right"):
        yield from _ends(call.owner, call.argument(2, "right"), "between … and")


def _equal(call: Call) -> Iterator[Note]:
    column, other = call.arguments[:2]
    inside = _on_day(column, other)
    if inside and not bool(call.result.any()):
        day = str(other)[:10]
        yield Note(f"{column_name(column)} == {day!r} asks for midnight: {many(inside)} of that day have a time")


def _never(call: Call) -> Iterator[Note]:
    """Days that are held against a text: nothing is equal then, and pandas does not say so."""
    column, other = call.arguments[:2]
    if isinstance(other, str) and str(getattr(column, "dtype", "")) == "object" and not bool(call.result.any()):
        days = column.dropna().head(50).tolist()
        if days and all(isinstance(day, date | time) for day in days):
            yield Note(f"{column_name(column)} == {other!r} holds days against a text: no row can fit")


def _ends(column: Any, bound: Any, sign: str) -> Iterator[Note]:
    inside = _on_day(column, bound)
    if inside:
        day = str(bound)[:10]
        yield Note(f"{column_name(column, 'the index')} {sign} {day!r} leaves out {many(inside)} later on that day")


def _on_day(column: Any, bound: Any) -> int:
    """Rows after midnight of the day that ``bound`` names without a time of day."""
    import pandas as pd

    if not isinstance(bound, str | date) or getattr(column, "ndim", 0) != 1:
        return 0
    if isinstance(bound, str) and not _DAY.fullmatch(bound.strip()):
        return 0
    if getattr(column.dtype, "kind", "") != "M":
        return _on_day_of_texts(column, bound)
    day: Any = pd.Timestamp(bound)
    day = day.tz_localize(column.dtype.tz) if getattr(column.dtype, "tz", None) and day.tzinfo is None else day
    return int(((column > day) & (column < day + pd.Timedelta(days=1))).sum()) if day == day.normalize() else 0


def _on_day_of_texts(column: Any, bound: Any) -> int:
    if not isinstance(bound, str) or not holds_text(column):
        return 0
    if not any(_DAY.match(text) and len(text) > 10 for text in texts(column)[:100]):
        return 0
    return int(column.str.match(re.escape(bound.strip()) + "[ T]").sum())


def _equals(call: Call) -> Iterator[Note]:
    yield from _equal(call)
    yield from _never(call)


LOOKS: Mapping[str, Look] = {
    "Series.__le__": _until,
    "DatetimeIndex.__le__": _until,
    "Series.between": _between,
    "Series.__eq__": _equals,
}
