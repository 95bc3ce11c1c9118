"""The line that a program on a question begins with: a copy of the table whose columns are read as what they stand for.

A small model that is only told the helper writes the result into the user's table, or forgets it; one that is told the
line begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from husky_kernel.context.calendar import Span
from husky_kernel.context.ranking import stem
from husky_kernel.context.synonyms import measures, synonyms
from husky_kernel.kinds import kind_of

COPY = "d"
"""What the copy is called, as in the cookbook."""

LOOSE, STRICT = ("tidy.number", "tidy.duration", "tidy.missing"), ("tidy.text", "tidy.truth")
"""Helpers of columns that a question may mean by another word, and of those that it has to name."""

_CALL = re.compile(r"(?P<how>tidy\.\w+)(?P<given>\(…, [^)]*\))?")

COLUMNS = 60
MOST = 3
"""So many columns of a table are looked at, and so many are read."""


def first_line(
    question: str,
    tables: Mapping[str, Any],
    meant: Sequence[str],
    also: Collection[tuple[str, str]] = (),
    span: Span | None = None,
) -> tuple[str, str] | None:
    """The table that is copied, and the line; None where no column that the question names needs to be read.

    ``meant``: tables that the question is about, the likeliest first; ``also``: tables and columns of which that is
    known; ``span``: what lasts.
    """
    for name in dict.fromkeys((*([span.table] if span else []), *(table for table, _ in also), *meant)):
        known = {column for table, column in also if table == name}
        reads = dict(islice(_reads(question, name, tables[name], known), MOST))
        if span and span.table == name:
            reads = {column: how for column, how in reads.items() if f"[{column!r}]" not in span.call}
            reads |= {span.column: span.call}
        if reads:
            return name, f"{COPY} = {name}.assign({', '.join(f'{column}={how}' for column, how in reads.items())})"
    return None


def _reads(question: str, name: str, table: Any, also: Collection[str]) -> Iterator[tuple[str, str]]:
    if not hasattr(table, "iloc"):
        return
    spoken = [stem(word) for word in re.findall(r"[^\W_]+", question.casefold())]
    others = {stem(other) for word in spoken for other in (*synonyms(word), *measures(word))}
    for column in list(table.columns)[:COLUMNS]:
        if not isinstance(column, str) or not column.isidentifier() or getattr(table[column], "ndim", 0) != 1:
            continue
        parts = [stem(part) for part in re.findall(r"[^\W\d_]+", column.casefold())]
        if not (column in also or _all_in(parts, {*spoken, *others})):
            continue
        kind = kind_of(table[column], column)
        if kind.how in LOOSE or (kind.how in STRICT and _all_in(parts, spoken)):
            call = next((found for found in _CALL.finditer(kind.told) if found["how"] == kind.how), None)
            given = call["given"] if call and call["given"] else "(…)"
            yield column, kind.how + given.replace("…", f"{name}[{column!r}]")


def _all_in(parts: Sequence[str], words: Collection[str]) -> bool:
    return bool(parts) and all(part in words for part in parts)
