"""Which helper reads the texts of a column as what they stand for: what an error about texts does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.kinds import holds_text, sample
from husky_kernel.tidy import dates, durations, numbers, truths

SAMPLE = 500
"""Texts of a column that are read on trial."""

UNFIT = 0.4
"""Share of them that need not be read: words in the place of values, say."""


def used(program: str, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Of the user's tables those of pandas that ``program`` names."""
    return {
        name: table
        for name, table in tables.items()
        if hasattr(table, "columns") and hasattr(table, "iloc") and re.search(rf"\b{re.escape(name)}\b", program)
    }


def numeric_columns(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns of numbers, each behind its table's name."""
    for name, table in tables.items():
        for column in getattr(table, "columns", ()):
            if getattr(getattr(table[column], "dtype", None), "kind", "O") in "iuf":
                yield name, column


def readers(program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """The call that reads it for each column of texts that ``program`` names: "tidy.number(t['a'])"."""
    for name, table in used(program, tables).items():
        for column in table.columns:
            word = re.escape(str(column))
            named = re.search(rf"(['\"]){word}\1|\.{word}\b", program)
            if named and (how := reader(table[column])):
                yield how.replace("…", f"{name}[{column!r}]")


_HELPERS = {"number": numbers, "date": dates, "duration": durations, "truth": truths}


def misread(program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Columns of ``tables`` that ``program`` gives to a helper which cannot read them, where another one can."""
    for helper, _, name in re.findall(r"tidy\.(number|date|duration|truth)\(\w+\[(['\"])(.+?)\2\]", program):
        for table in used(program, tables).values():
            if name not in table.columns:
                continue
            column = table[name]
            how = reader(column).partition("(")[0]
            if how and not _fits(_HELPERS[helper], sample(column.dropna()).head(SAMPLE)):
                yield f"`{name}` is read by {how}, not by tidy.{helper}"


def _fits(way: Any, part: Any) -> bool:
    try:
        return bool(way.read(part).unread <= UNFIT * len(part))
    except ValueError:  # several units, which it can be told
        return True


def holds_dates(column: Any) -> bool:
    """Whether ``column`` holds dates, read or as texts."""
    return getattr(column.dtype, "kind", "O") == "M" or reader(column) == "tidy.date(…)"


def reader(column: Any) -> str:
    """How the texts of ``column`` are read, ``…`` in its place: "tidy.number(…, unit='l')"; empty if they are words."""
    if getattr(column, "ndim", 0) != 1 or not holds_text(column):
        return ""
    part = sample(column.dropna()).head(SAMPLE)
    try:
        number = "tidy.number(…)" if numbers.read(part).unread <= UNFIT * len(part) else ""
    except ValueError as error:  # several units
        unit = re.search(r"unit='\w+'", str(error))
        number = f"tidy.number(…, {unit[0]})" if unit else ""
    if number or not len(part):
        return number
    ways = ("date", "duration", "truth")
    return next((f"tidy.{name}(…)" for name in ways if _fits(_HELPERS[name], part)), "")
