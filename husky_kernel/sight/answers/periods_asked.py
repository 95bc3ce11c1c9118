"""Whether an answer "per week" has one row a week: known from its own labels, where these are dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.readers import holds_dates

_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)?$")
_PERIODS = {"hour": "h", "day": "D", "date": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}

ADVERBS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "hourly": "hour",
}
"""Words that say "per day" and the like, each with its period."""


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


_LOOKS_AT_DATES = re.compile(
    r"\.dt\b|to_period|resample|Grouper|strftime|to_datetime|tidy\.date|\bindex\b|\.(?:year|month|quarter|week|day|hour)\b"
)


def periods_of(asked: Expectation, tables: Mapping[str, Any]) -> list[str]:
    """The periods that are asked by: of "per month" and "monthly", but not where a column is called "monthly fee"."""
    units = [word for noun in asked.per for word in noun.split() if word in _PERIODS]
    question = asked.question.lower()
    said = [word for word in ADVERBS if re.search(rf"\b{word}\b", question)]
    return units + [ADVERBS[word] for word in said if not begins_name(word, question, tables.values())]


def begins_name(word: str, question: str, tables: Iterable[Any]) -> bool:
    """Whether ``word`` is the first of a column's name, and the rest of it follows in the question."""
    names = (str(column).lower().replace("_", " ") for table in tables for column in getattr(table, "columns", ()))
    rests = (name.removeprefix(word) for name in names if name.startswith(f"{word} "))
    return any(re.search(rf"\b{word}{re.escape(rest)}", question) for rest in rests)


def undated(asked: Expectation, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where a period is asked for and ``program`` looks at no dates, though there are some."""
    units = periods_of(asked, tables)
    columns = "|".join(units)
    if not units or _LOOKS_AT_DATES.search(program) or re.search(rf"['\"](?:{columns})s?['\"]", program):
        return
    dated = [(name, column) for name, table in tables.items() for column in _dates_of(table)]
    if dated and not any(re.search(rf"\b{re.escape(column)}\b", program) for _, column in dated):
        yield f"per {units[0]}: the program looks at no dates; they are in {dated[0][0]}[{dated[0][1]!r}]"


def _dates_of(table: Any) -> list[str]:
    """The columns of a table of pandas that hold dates, read or not."""
    if not hasattr(table, "iloc"):
        return []
    columns = [column for column in table.columns if isinstance(column, str) and _is_one(table, column)]
    return [column for column in columns if holds_dates(table[column])]


_BY_SIZE = re.compile(
    r"\b(?:sort\w*|order(?:ed)? by|ascending|descending|(?:most|largest|highest|smallest|busiest) first)\b"
)
_CALENDARS = (
    ("weekdays", calendar.day_name),
    ("weekdays", calendar.day_abbr),
    ("months", calendar.month_name),
    ("months", calendar.month_abbr),
)


def unordered(asked: Expectation, labels: Sequence[Any]) -> Iterator[str]:
    """What is told where the labels of a chart are weekdays or months in another order than that of the calendar."""
    if len(labels) < 3 or _BY_SIZE.search(asked.question.lower()):
        return
    for what, names in _CALENDARS:
        known = [name for name in names if name]
        if set(labels) <= set(known):
            places = [known.index(label) for label in labels]
            turns = sum(b < a for a, b in pairwise([*places, places[0]]))  # a week may begin on any day
            if turns > 1:
                told = [name for name in known if name in labels]
                yield f"the {what} are not in their order: take .reindex({told!r}) first"
            return


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
