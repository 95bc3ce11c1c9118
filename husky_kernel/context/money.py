"""The column of money that a question means by "earned" or "how much money", where one column alone has a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.context.ranking import stem
from husky_kernel.kinds import kind_of
from husky_kernel.tidy.currencies import currency

_SPOKEN = re.compile(
    r"\b(money|cash|revenue|turnover|income|takings|earn(?:s|ed)?|spend|spends|spent|cost|costs|paid|pay|pays|charged|"
    r"pounds?|dollars?|euros?|francs?|worth|expensive|cheap(?:er|est)?)\b"
)
_AROUND = re.compile(r"[^\d.,'’\s()+\-−]+")
"""What stands around the digits of an amount."""

MOST = 60
"""Columns of a table that are looked at."""


def asked_money(question: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The word of the question, and the table and column that are meant. Silent where a column is called so."""
    spoken = _SPOKEN.findall(question.lower())
    names = {stem(part) for table in tables.values() for part in _parts(table)}
    if not spoken or any(stem(word) in names for word in spoken):
        return
    columns = [
        (name, column)
        for name, table in tables.items()
        if hasattr(table, "iloc")
        for column in list(table.columns)[:MOST]
        if isinstance(column, str) and _is_money(table[column], column)
    ]
    if len(columns) == 1:
        yield spoken[0], *columns[0]


def _parts(table: Any) -> Iterator[str]:
    for column in getattr(table, "columns", ()):
        yield from re.findall(r"[^\W\d_]+", str(column).casefold())


def _is_money(series: Any, name: str) -> bool:
    if getattr(series, "ndim", 0) != 1 or getattr(series.dtype, "kind", "O") in "iufbmMc":
        return False
    kind = kind_of(series, name)
    signs = (sign for example in kind.examples for sign in _AROUND.findall(example))
    return kind.name == "amounts" and any(currency(sign) for sign in signs)
