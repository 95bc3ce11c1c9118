"""Tables that are none of pandas, as they are looked at and read: of other libraries, and those within databases.

The first rows stand in for the whole as a DataFrame of pandas, so that all that is seen in one of pandas is seen in
them too. A program begins with the line that reads the table whole.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from husky_kernel import libraries
from husky_kernel.libraries.databases import MOST as TABLES
from husky_kernel.libraries.databases import count_of, first_of, is_database, reading_whole, tables_in
from husky_kernel.libraries.queries import is_asked_by_sql
from husky_kernel.tools.guards.patience import within

EXACT = 20_000
"""So many rows of a table that lies in memory are looked at."""

SAMPLE = 2_000
"""So many of one that does not."""

PATIENCE = 5.0
"""Seconds that all these tables may take to show themselves, together."""

LARGE = 1_000_000
"""Tables of databases with more rows are not read whole."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table by its ``name``; ``kind``: what it is, in a few words; ``call``: what reads it as one of pandas;
    ``rows``: how many it has, None where nobody knows; ``frame``: the first of them; ``asked``: whether it can be asked
    by SQL where it lies.
    """

    name: str
    kind: str
    call: str
    rows: int | None
    frame: Any
    asked: bool = False

    @property
    def large(self) -> bool:
        """Whether it is better asked where it lies than read whole."""
        return self.asked and (self.rows is None or self.rows > LARGE)

    @property
    def line(self) -> str:
        """The line that a program begins with."""
        return f"{self.name} = {self.call}"


def sources_of(namespace: Mapping[str, Any], skip: Collection[str] = ()) -> dict[str, Source]:
    """The tables of other libraries and of databases in ``namespace`` by name; what does not let itself be looked at,
    or takes too long, is left out: a relation may be a query of minutes. A variable goes before a table of a database
    that is called like it, unless it is one of ``skip``.
    """
    found: dict[str, Source] = {}
    public = {name: value for name, value in list(namespace.items()) if not name.startswith("_")}
    end = time.monotonic() + PATIENCE
    for name, value in public.items():
        if libraries.is_other(value):
            found |= {source.name: source for source in _in_time(end, _of_library, name, value)}
    for name, value in public.items():
        for table in [*tables_in(value)][:TABLES] if is_database(value) else ():
            taken = {*found, *public} - {*skip}
            found |= {one.name: one for one in _in_time(end, _of_table, name, value, table) if one.name not in taken}
    return found


def _of_library(name: str, value: Any) -> Source:
    lazy, rows = libraries.is_lazy(value), libraries.rows(value)
    looked = SAMPLE if lazy else EXACT
    columns = [column for column, _ in libraries.schema(value)][: libraries.AT_ONCE]
    frame = libraries.first(value, looked, columns)
    rows = len(frame) if len(frame) < looked else rows
    kind = f"{'lazy ' if lazy else ''}table of {libraries.library(value)}"
    return Source(name, kind, f"tidy.table({name})", rows, frame, is_asked_by_sql(value))


def _of_table(name: str, value: Any, table: str) -> Source:
    frame = first_of(value, table, SAMPLE)
    rows = len(frame) if len(frame) < SAMPLE else count_of(value, table)
    call, kind = reading_whole(name, value, table), f"table of the database {name}"
    return Source(re.sub(r"\W|^(?=\d)", "_", table), kind, call, rows, frame, True)


def _in_time(end: float, look: Callable[..., Source], *given: Any) -> list[Source]:
    """What ``look`` finds; nothing where that fails (a connection that is closed, say), or is not done by ``end``."""
    left = end - time.monotonic()
    return within(left, lambda: [look(*given)], []) if left > 0 else []
