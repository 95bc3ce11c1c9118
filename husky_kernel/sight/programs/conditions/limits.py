"""Limits that a question gives in another unit than the column is in: "five minutes" of a column ``seconds``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from husky_kernel.numerals import COUNT, count_of
from husky_kernel.sight.nouns import singular
from husky_kernel.sight.readers import numeric_columns
from husky_kernel.syntax import mentioned, parsed
from husky_kernel.tidy.units.measures import factor

_TIMES = {
    **dict.fromkeys(("second", "sec", "s"), 1),
    **dict.fromkeys(("minute", "min"), 60),
    **dict.fromkeys(("hour", "hr", "h"), 3600),
    "day": 86_400,
    "week": 604_800,
}
_LIMIT = re.compile(rf"\b(?P<number>{COUNT})[ -](?P<unit>[^\W\d_]+(?:/h|²|³)?)(?!\w)")

_THAN = re.compile(r"\b(?:than|over|under|above|below|least|most|within|exceed\w*)\W*$")


class Limit(NamedTuple):
    """``said`` ("five minutes") is ``value`` in ``table[column]``, where ``number`` is what stands in the question."""

    said: str
    table: str
    column: str
    value: float
    number: float


def limits_asked(question: str, tables: Mapping[str, Any]) -> Iterator[Limit]:
    """The limits in units of which one column of numbers alone is called by another one."""
    for found in _LIMIT.finditer(question.lower()):
        if found["number"][0] in "ah" and not _THAN.search(question.lower()[: found.start()]):
            continue  # "how many a day" gives no limit
        unit, number = singular(found["unit"]), float(count_of(found["number"]))
        there = [
            (name, column, times)
            for name, column in numeric_columns(tables)
            if isinstance(column, str) and (times := _times(unit, column)) is not None
        ]
        if len(there) == 1 and there[0][2] != 1:
            name, column, times = there[0]
            yield Limit(found[0], name, column, round(number * times, 9), number)


def misread_limits(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where ``program`` compares such a column with the number of the question as it stands."""
    tree = parsed(program)
    for limit in limits_asked(question, tables) if tree is not None else ():
        compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]  # type: ignore[arg-type]
        of = [node for node in compared if limit.column in {*mentioned(node)}]
        if any(_is(side, limit.number) for node in of for side in node.comparators):
            yield f"{limit.said}: `{limit.column}` is compared with {limit.number:g}, it is {limit.value:g}"
            return


def _times(unit: str, column: str) -> float | None:
    """By what a number in ``unit`` is multiplied to be one of ``column``, which is called by its own unit."""
    parts = re.findall(r"[^\W\d_]+", column.lower())
    own = singular(parts[-1]) if parts else ""
    if unit in _TIMES and own in _TIMES:
        return _TIMES[unit] / _TIMES[own]
    found = factor(unit, own) if own and (len(own) > 1 or len(parts) > 1) else None
    return float(found) if found is not None else None


def _is(node: ast.expr, number: float) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value == number
