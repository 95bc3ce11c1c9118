"""Numbers of minutes, seconds, hours or days, by what their column is called, in the unit that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?:how many|in|number of|total) (?P<unit>seconds|minutes|hours|days)\b(?! (?:ago|before|after))"
)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_SHORT = {
    "sec": "second",
    "secs": "second",
    "s": "second",
    "min": "minute",
    "mins": "minute",
    "h": "hour",
    "hrs": "hour",
}


class TimeUnit(NamedTuple):
    """``table[column]`` counts ``unit``; ``asked`` is wanted."""

    table: str
    column: str
    unit: str
    asked: str

    def told(self, table: str) -> str:
        """How it is brought to what is asked for, the column being in ``table``."""
        here, there = _SECONDS[self.unit], _SECONDS[self.asked]
        how = f" / {there // here}" if there > here else f" * {here // there}"
        return f"{self.asked}s are {table}[{quoted(self.column)}]{how}"


def asked_time_unit(question: str, looked: Looked) -> Iterator[TimeUnit]:
    """The one column of numbers that is called by another unit of time than the one that is asked for."""
    found = _ASKED.search(question.lower())
    if found is None:
        return
    asked = found["unit"].removesuffix("s")
    columns = [
        (name, column, unit)
        for name in looked.tables
        for column, values in looked.columns(name)
        if values.dtype.kind in "iuf" and (unit := _unit(column))
    ]
    if len(columns) == 1 and columns[0][2] != asked:
        yield TimeUnit(*columns[0], asked)


def _unit(column: str) -> str:
    """The unit of time that a name ends with; empty if none does."""
    last = (re.findall(r"[^\W\d_]+", column.lower()) or [""])[-1]
    unit = _SHORT.get(last, last.removesuffix("s"))
    return unit if unit in _SECONDS and (last not in ("s", "h", "day", "second") or "_" in column) else ""
