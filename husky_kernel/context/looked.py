"""Tables whose columns a question's words are held against: the kind of each is found once, however many look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from husky_kernel.context.ranking import stem
from husky_kernel.kinds import Kind, kind_of

COLUMNS = 60
"""Columns of a table that are looked at."""


class Looked:
    """Made for one question: the tables must not change while it is used."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.tables = tables
        self._kinds: dict[tuple[str, str], Kind] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that the columns are called by, without case and plural."""
        names = (str(name).casefold() for table in self.tables.values() for name in getattr(table, "columns", ()))
        return frozenset(stem(word) for name in names for word in re.findall(r"[^\W\d_]+", name))

    def columns(self, table: str) -> Iterator[tuple[str, Any]]:
        """The first columns of a table of pandas whose name is a text that it has once."""
        frame = self.tables[table]
        if not hasattr(frame, "iloc"):
            return
        for column in list(frame.columns)[:COLUMNS]:
            if isinstance(column, str) and getattr(frame[column], "ndim", 0) == 1:
                yield column, frame[column]

    def kind(self, table: str, column: str) -> Kind:
        """The kind of a column."""
        found = self._kinds.get((table, column))
        if found is None:
            found = self._kinds[table, column] = kind_of(self.tables[table][column], column)
        return found

    def measured(self, table: str) -> list[str]:
        """The columns whose values are more or less of something, once they are read."""
        kinds = ("amounts", "number", "percent", "durations")
        return [column for column, _ in self.columns(table) if self.kind(table, column).name in kinds]

    def amounts(self, table: str) -> list[str]:
        """The columns that can be added up, once they are read."""
        return [column for column, _ in self.columns(table) if self.is_amount(table, column)]

    def is_amount(self, table: str, column: str) -> bool:
        """Whether a column can be added up, once it is read."""
        return self.kind(table, column).name in ("amounts", "number")
