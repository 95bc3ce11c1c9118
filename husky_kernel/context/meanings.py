"""What columns mean, as the user told it: kept in the table's own ``attrs``, which go with its copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.agent.errors import UseError

ATTRS = "about"
"""The key in ``attrs``: a mapping of columns to their meaning; of the empty text to that of the table."""


def meaning(table: Any, column: Any = "") -> str:
    """What a column, or the table itself, means; empty where nobody told."""
    kept = getattr(table, "attrs", None)
    told = kept.get(ATTRS) if isinstance(kept, Mapping) else None
    found = told.get(str(column), "") if isinstance(told, Mapping) else ""
    return found if isinstance(found, str) else ""


def keep(table: Any, told: str) -> None:
    """Keep "column: meaning", or a text without a column about the whole table. An empty meaning is forgotten.

    Raises
    ------
    UseError
        If there is no such column, or the table has no place for it.
    """
    if not isinstance(getattr(table, "attrs", None), dict):
        raise UseError("only tables of pandas keep what is told about them")
    column, colon, text = told.partition(":")
    names = {str(name) for name in table.columns}
    name, text = (column.strip(), text.strip()) if colon else ("", told.strip())
    if name and name not in names:
        raise UseError(f"there is no column {name!r}: there are {', '.join(sorted(names))}")
    before = {str(each): meaning(table, each) for each in ("", *table.columns)}
    table.attrs[ATTRS] = {key: value for key, value in {**before, name: text}.items() if value}


def lines(table: Any) -> Iterator[str]:
    """What is kept, a line each."""
    if whole := meaning(table):
        yield whole
    for column in table.columns:
        if told := meaning(table, column):
            yield f"{column}: {told}"
