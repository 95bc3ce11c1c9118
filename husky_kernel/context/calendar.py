"""The part of a date that a question asks for or by: which column has it, and how it is taken of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.context.ranking import root, stem
from husky_kernel.kinds import kind_of
from husky_kernel.tidy import dates as tidy_dates

_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
_MONTHS += ["october", "november", "december"]
_PARTS: Mapping[str, str] = {
    r"(?:day of the week|weekdays?)": ".dt.day_name()",
    r"(?:each|every|per|by|which|what) (?:single )?years?|yearly|annual": ".dt.year",
    r"(?:each|every|per|by) (?:single )?months?|monthly": ".dt.to_period('M')",
    r"(?:each|every|per|by) (?:single )?quarters?|quarterly": ".dt.to_period('Q')",
    r"(?:each|every|per|by) (?:single )?(?:calendar )?weeks?|weekly": ".dt.to_period('W')",
    r"hours? of the day|(?:by|which|what) hours?": ".dt.hour",
    r"(?:each|every|per) hours?(?! of)|hourly": ".dt.floor('h')",
    r"(?:each|every|per|by) (?:single )?(?:day|date)s?|daily": ".dt.date",
}
_MONTH = re.compile(rf"\b(?:in|of|for|during) ({'|'.join(_MONTHS)})\b(?:,? (?:of )?((?:19|20)\d\d))?")
_YEAR = re.compile(r"\b(?:in|of|for|during|from) ((?:19|20)\d\d)\b(?!-)")


def asked_parts(question: str, tables: Mapping[str, Any], full: Sequence[str]) -> Iterator[str]:
    """How each part of a date that ``question`` speaks of is taken: "per year is tidy.date(t['sold']).dt.year". Of the
    tables told in ``full``, where one column alone has dates, or one alone is named.
    """
    asked = question.lower()
    own = {stem(str(column)) for name in full for column in getattr(tables[name], "columns", ())}
    matches = [(re.search(rf"\b(?:{pattern})\b", asked), taken) for pattern, taken in _PARTS.items()]
    found = [(match[0], taken) for match, taken in matches if match and not own & {*map(stem, match[0].split())}]
    months = _MONTH.findall(asked)
    years = [] if months or "year" in own else _YEAR.findall(asked)
    dated = _dated(asked, tables, full) if found or months or years else ""
    if not dated:
        return
    yield from (f"{words} is {dated}{taken}" for words, taken in found[:2])
    for name, year in months[:1]:
        month = _MONTHS.index(name) + 1
        taken = f".dt.to_period('M') == '{year}-{month:02}'" if year else f".dt.month == {month}"
        yield f"{name.title()} is {dated}{taken}"
    yield from (f"{year} is {dated}.dt.year == {year}" for year in years[:1])


_LASTS = re.compile(
    r"\b(?:durations?|how long|(?:length|time) (?:of|between)|stays?|stayed|lasts?|lasted|lasting|took|takes?|delays?|"
    r"waits?|waited|waiting|turnaround|(?:days|hours|minutes) (?:between|from|until|till|open|away|late))\b"
)
_UNITS = re.compile(r"\b(second|minute|hour|day|week)s?\b")


def asked_span(question: str, tables: Mapping[str, Any], full: Sequence[str]) -> Iterator[str]:
    """How long something lasts: from the earlier to the later one of the two dates that one table has."""
    asked = question.lower()
    if not _LASTS.search(asked):
        return
    for name in full:
        dates = list(_dates(name, tables[name]))
        if len(dates) == 2:
            first, last = _in_order(tables[name], dates)
            unit = _UNITS.search(asked)
            span = f"({last} - {first}) / pd.Timedelta({unit[1]}s=1)" if unit else f"{last} - {first}"
            yield f"from {_plain(first)!r} to {_plain(last)!r} is {span}"
            return


def _in_order(table: Any, dates: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Two calls of :func:`_dates`, that of the earlier dates first."""
    one, other = (tidy_dates.read(table[_plain(call)].head(500)).values for call, _ in dates)
    later = float((other >= one).mean()) >= 0.5
    return (dates[0][0], dates[1][0]) if later else (dates[1][0], dates[0][0])


def _plain(call: str) -> str:
    """The column of a call that :func:`_dates` gives."""
    return str(ast.literal_eval(call[call.index("[") + 1 : call.rindex("]")]))


def _dated(asked: str, tables: Mapping[str, Any], full: Sequence[str]) -> str:
    """The one column of dates that is meant, read as such; empty where that cannot be told."""
    words = re.findall(r"[^\W_]+", asked)
    roots = {root(stem(word)) for word in words}
    columns = [found for name in full for found in _dates(name, tables[name])]
    named = [call for call, column in columns if {root(stem(part)) for part in column.split()} & roots]
    if len(named) == 1:
        return named[0]
    return columns[0][0] if len(columns) == 1 else ""


def _dates(name: str, table: Any) -> Iterator[tuple[str, str]]:
    if not hasattr(table, "iloc"):
        return
    for column in list(table.columns)[:60]:
        series = table[column]
        if not isinstance(column, str) or getattr(series, "ndim", 0) != 1:
            continue
        read, plain = getattr(series.dtype, "kind", "") == "M", column.replace("_", " ").lower()
        if read:
            yield f"{name}[{column!r}]", plain
        elif getattr(series.dtype, "kind", "O") not in "iufbmc" and kind_of(series, column).how == "tidy.date":
            yield f"tidy.date({name}[{column!r}])", plain
