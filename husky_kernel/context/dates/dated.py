"""Columns of dates: which a table has, and which of them a question means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import called, root, spoken, stem
from husky_kernel.tidy import dates as tidy_dates

ALWAYS = 0.95
"""Share of the rows in which one date must come before the other, to be that of the beginning."""


class Dates(NamedTuple):
    """A column of dates, and the call that gives them."""

    table: str
    column: str
    call: str


def in_tables(looked: Looked, names: Sequence[str]) -> list[Dates]:
    """The columns of dates of some tables."""
    return [found for name in names for found in dates_of(looked, name)]


def meant(asked: str, dates: Sequence[Dates]) -> str:
    """The call for the one column of dates that is meant; empty where that cannot be told."""
    roots = {root(word) for word in spoken(asked)}
    named = [
        each.call
        for each in dates
        if {root(stem(part)) for part in each.column.replace("_", " ").lower().split()} & roots
    ]
    if len(named) == 1:
        return named[0]
    return dates[0].call if len(dates) == 1 else ""


def likeliest(asked: str, looked: Looked, dates: Sequence[Dates]) -> str:
    """The call for the one that is meant, else for that of the beginning; empty where neither can be told."""
    return meant(asked, dates) or meant(asked, _first_of_two(looked, dates))


def _first_of_two(looked: Looked, dates: Sequence[Dates]) -> Sequence[Dates]:
    """Of the two columns of the first table that has dates, where one always follows the other, the earlier: what
    happens is counted when it begins.
    """
    own = [each for each in dates if each.table == dates[0].table]
    if len(own) != 2:
        return own
    values = [tidy_dates.read(looked.tables[name][column].head(500)).values for name, column, _ in own]
    known = values[0].notna() & values[1].notna()
    for place in (0, 1):
        if known.any() and bool((values[place] < values[1 - place])[known].mean() >= ALWAYS):
            return own[place : place + 1]
    return ()


def dated_amount(question: str, looked: Looked, name: str) -> tuple[Dates, str] | None:
    """The only column of dates of a table, and its only column of amounts, or the one that the question names."""
    dates = list(dates_of(looked, name))
    amounts = called(looked.amounts(name), question) or looked.amounts(name)
    return (dates[0], amounts[0]) if len(dates) == len(amounts) == 1 else None


def dates_of(looked: Looked, name: str) -> Iterator[Dates]:
    """The columns of dates of a table, read or not."""
    for column, series in looked.columns(name):
        kind = getattr(series.dtype, "kind", "O")
        if kind == "M":
            yield Dates(name, column, f"{name}[{column!r}]")
        elif kind not in "iufbmc" and looked.kind(name, column).how == "tidy.date":
            yield Dates(name, column, f"tidy.date({name}[{column!r}])")
