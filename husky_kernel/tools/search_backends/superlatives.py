"""Answers ``the largest state`` and ``the 3rd longest river in Africa`` from the numbers of the fact tables."""

from __future__ import annotations

import sqlite3

from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.facts import SOURCE
from husky_kernel.tools.search_backends.rows import Row, load_rows
from husky_kernel.tools.search_backends.words import Query, Superlative, tokens, vocabulary

SHOWN = 3

# Tables that list some of a kind only: what they rank first need not be first unless the question narrows it down.
_PARTIAL = frozenset({"city"})


def ranked_rows(connection: sqlite3.Connection, query: Query) -> list[Hit]:
    """The first rows of the kind by the fact that the superlative means; none if the query is of another sort."""
    wish = query.superlative
    if wish is None or not query.kinds:
        return []
    narrowing = [word for word in query.rest if word not in vocabulary().whole]
    rows = [row for row in _rows_of_kind(connection, query.kinds) if _within(row, narrowing)]
    if not narrowing and query.kinds <= _PARTIAL:
        return []
    fact, ranking = _rank(rows, wish)
    if wish.rank:
        ranking = ranking[wish.rank - 1 : wish.rank]
    by = f" by {fact.replace('_', ' ')}" if len(wish.facts) > 1 else ""
    return [
        row.hit(((fact,),), score=1.0, remark=f"no. {place} {wish.word}{by}, ")
        for place, row in enumerate(ranking[:SHOWN], start=wish.rank or 1)
    ]


def _rows_of_kind(connection: sqlite3.Connection, kinds: frozenset[str]) -> list[Row]:
    marks = ",".join("?" * len(kinds))
    statement = (
        f"SELECT p.id FROM passages p JOIN sources s ON s.id = p.source WHERE s.name = ? AND p.kind IN ({marks})"
    )
    return list(
        load_rows(connection, (row[0] for row in connection.execute(statement, (SOURCE.name, *kinds)))).values()
    )


def _within(row: Row, narrowing: list[str]) -> bool:
    text = {*tokens(row.what), *(word for fact in row.facts if fact.ask == "place" for word in tokens(fact.text))}
    return all(word in text for word in narrowing)


def _rank(rows: list[Row], wish: Superlative) -> tuple[str, list[Row]]:
    """Rows in order, and the fact they are ordered by: the first that any of them has."""
    for fact in wish.facts:
        numbers = {row.id: number for row in rows if (number := row.number((fact,))) is not None}
        if numbers:
            having = [row for row in rows if row.id in numbers]
            return fact, sorted(having, key=lambda row: numbers[row.id], reverse=wish.descending)
    return "", []
