"""Whether an answer "per week" has one row a week: known from its own labels, where these are dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from husky_kernel.sight.expectation import Expectation

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)?$")
_PERIODS = {"hour": "h", "day": "D", "date": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def crowded(asked: Expectation, labels: Sequence[Any], told: str) -> Iterator[str]:
    """Why ``labels`` are too many: several different ones fall into one of the periods that are asked for, and into no
    other group. ``told`` says what there is.
    """
    units = [word for noun in asked.per[:1] for word in noun.split() if word in _PERIODS]
    if len(asked.per) != 1 or len(units) != 1 or len(labels) < 2:
        return
    import pandas as pd

    texts = dict.fromkeys(str(label) for label in labels if isinstance(label, date | str))
    dates = pd.DatetimeIndex([pd.Timestamp(text) for text in texts if _DATE.match(text)])
    periods = dates.to_period(_PERIODS[units[0]]).nunique()
    if periods < len(dates):
        yield f"per {units[0]}: {periods} {units[0]}{'s' if periods > 1 else ''}, {told}"


def dated_labels(value: Any) -> list[Any]:
    """The dates that name the rows of a table or column of results: of its index, else of its only column of dates."""
    if not hasattr(value, "iloc") or getattr(value.index, "nlevels", 2) > 1:
        return []
    columns = [value.index, *(value[name] for name in getattr(value, "columns", ()) if _is_one(value, name))]
    dated = [column for column in columns if _has_dates(column)]
    if len(dated) != 1:
        return []
    [labels] = dated
    return list(labels.dropna().unique()) if getattr(labels.dtype, "kind", "O") == "M" else [*map(_start, labels)]


def _is_one(table: Any, name: Any) -> bool:
    return getattr(table[name], "ndim", 0) == 1


def _has_dates(column: Any) -> bool:
    if getattr(column.dtype, "kind", "O") == "M" or (hasattr(column, "to_timestamp") and hasattr(column, "freq")):
        return True
    first = next(iter(column), None)
    return isinstance(first, date) or hasattr(first, "start_time")


def _start(label: Any) -> Any:
    return getattr(label, "start_time", label)
