"""Finds the rows that a query names: ``area of Washington`` is the state, ``Georgia`` the state and the country."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.rows import Row, load_rows
from husky_kernel.tools.search_backends.words import Query, phrases, quoted, stems, tokens, vocabulary

MAX_ROWS_OF_A_NAME = 2
MAX_DESCRIBED = 50
DESCRIBED_SCORE = 0.9
LEAST_SHARE = 0.1
"""A city with less than this share of the people of the largest place of its name is not meant."""

_GENERIC = frozenset({"unit", "world"})
_OF_ELEMENTS = frozenset({"atom", "atoms", "atomic", "element", "elements", "symbol", "molecule"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words of the query that is a name, and the passages it leads to, each with its roles."""

    start: int
    end: int
    roles: dict[int, frozenset[str]]


def mentions(connection: sqlite3.Connection, query: Query, articles: bool = False) -> list[Mention]:
    """Names in the query that lead to rows of facts, or titles of ``articles``; where they overlap, the longest."""
    spans = phrases(query.words)
    keys = {key for _, _, phrase in spans for key in _forms(phrase)}
    named = _look_up(connection, keys)
    found: list[Mention] = []
    for start, end, phrase in spans:
        if any(start < other.end and other.start < end for other in found):
            continue
        accepted = {"article"} if articles else _accepted(phrase, all(query.shout[start:end]), query)
        roles = _roles(named, phrase, accepted)
        if roles:
            found.append(Mention(start, end, roles))
    return sorted(found, key=lambda mention: mention.start)


def _forms(phrase: str) -> tuple[str, ...]:
    """The phrase, and its singular if it looks like a plural."""
    return (phrase, phrase[:-1]) if phrase.endswith("s") and len(phrase) > 3 else (phrase,)


def _look_up(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    wanted = list(keys)
    named: dict[str, list[tuple[int, str]]] = {}
    marks = ",".join("?" * len(wanted))
    for key, passage, role in connection.execute(f"SELECT * FROM names WHERE key IN ({marks})", wanted):
        named.setdefault(key, []).append((passage, role))
    return named


def _accepted(phrase: str, in_capitals: bool, query: Query) -> set[str]:
    """Roles in which a phrase may name a row: a value names it only where the query asks for such a value."""
    values = {ask for slot in query.asks for ask in slot}
    names = set() if phrase in vocabulary().stop else {"title"} | values
    return names | ({"code"} if in_capitals else set())


def _roles(
    named: dict[str, list[tuple[int, str]]], phrase: str, accepted: Collection[str]
) -> dict[int, frozenset[str]]:
    roles: dict[int, frozenset[str]] = {}
    for form in _forms(phrase):
        for passage, role in named.get(form, ()):
            if role in accepted:
                roles[passage] = roles.get(passage, frozenset()) | {role}
    return roles


def named_rows(connection: sqlite3.Connection, query: Query, found: Sequence[Mention]) -> list[Hit]:
    """Fact rows that answer the query, in the order in which it names them."""
    rows = load_rows(connection, (passage for mention in found for passage in mention.roles))
    special = [mention for mention in found if not _generic(mention, rows, query)]
    chosen: dict[int, Hit] = {}
    for mention in special or found:
        for row in _meant(mention, rows, query):
            score = _score(row, query, special or found)
            if score > 0 and row.id not in chosen:
                chosen[row.id] = row.hit(query.asks, score)
    return list(chosen.values())


def holds(connection: sqlite3.Connection, query: Query) -> bool:
    """Whether shipped rows that the query names by proper names, or elements, have what it asks of them."""
    if not query.asks:
        return False
    found = mentions(connection, query)
    rows = load_rows(connection, (passage for mention in found for passage in mention.roles))
    named = [(mention, row) for mention in found for row in _meant(mention, rows, query)]
    return any(
        row.shipped and row.kind not in _GENERIC and row.asked(query.asks) and _is_proper(mention, row, query)
        for mention, row in named
    )


def _is_proper(mention: Mention, row: Row, query: Query) -> bool:
    """Austin is a city; "jerseys" are no islands, and an iron bar is no element unless atoms are spoken of."""
    if row.kind == "element":
        return not _OF_ELEMENTS.isdisjoint(query.words)
    return query.proper[mention.start]


def described_rows(connection: sqlite3.Connection, query: Query) -> list[Hit]:
    """Shipped rows that a query describes without naming them: ``element with atomic number 26``."""
    if not query.rest or query.superlative:
        return []
    every = " AND ".join(quoted(word) for word in query.telling)
    ids = connection.execute(
        "SELECT fts.rowid FROM fts JOIN passages p ON p.id = fts.rowid JOIN sources s ON s.id = p.source "
        "WHERE fts MATCH ? AND s.kind = 'facts' ORDER BY rank LIMIT ?",
        (every, MAX_DESCRIBED),
    )
    rows = load_rows(connection, (number for (number,) in ids)).values()
    return [row.hit(query.asks, DESCRIBED_SCORE, exact=False) for row in rows if _describes(query, row)]


def _describes(query: Query, row: Row) -> bool:
    """Whether the words left over stand in the label or in what is asked for, not in some other fact of the row."""
    facts = row.asked(query.asks) if query.asks else row.facts
    text = tokens(" ".join([row.title, row.kind, row.what, *(fact.text for fact in facts)]))
    return bool(facts) and stems(query.rest) <= stems(text) and (not query.kinds or row.kind in query.kinds)


def _generic(mention: Mention, rows: dict[int, Row], query: Query) -> bool:
    """A unit, a word for what is asked, the country of "U.S. state": meant only where nothing else is named."""
    words = set(query.words[mention.start : mention.end])
    if words <= vocabulary().whole and query.kinds - {"country"}:
        return True
    kinds = {rows[passage].kind for passage in mention.roles if passage in rows}
    known = query.understood | vocabulary().filler | vocabulary().stop
    return words <= known or (bool(kinds) and kinds <= _GENERIC)


def _meant(mention: Mention, rows: dict[int, Row], query: Query) -> list[Row]:
    """Rows of one name: those of the kind and with the facts that the query wants, the weightiest few."""
    titled = [rows[key] for key, roles in mention.roles.items() if key in rows and roles & {"title", "code"}]
    valued = [rows[key] for key, roles in mention.roles.items() if key in rows and not roles & {"title", "code"}]
    fitting = [row for row in titled if not query.asks or row.asked(query.asks)] or valued
    of_kind = [row for row in fitting if row.kind in query.kinds]
    if query.kinds and not of_kind and valued:
        of_kind = [row for row in valued if row.kind in query.kinds]
    return _weightiest(of_kind or fitting)


def _weightiest(rows: list[Row]) -> list[Row]:
    """The shipped rows without far smaller cities, or else the weightiest row of a corpus."""
    ordered = sorted(rows, key=lambda row: -row.weight)
    kept = [row for row in ordered if row.shipped] or ordered[:1]
    greatest = max((row.weight for row in kept), default=0.0)
    return [row for row in kept if row.kind != "city" or row.weight >= LEAST_SHARE * greatest][:MAX_ROWS_OF_A_NAME]


def _score(row: Row, query: Query, found: Sequence[Mention]) -> float:
    """1 where every word is understood; less for words left over; 0 where they are what was really asked for."""
    # "The largest city in Wyoming" is not Wyoming, whatever Wyoming's size.
    if query.superlative and not (row.kind in query.kinds if query.kinds else query.asks):
        return 0.0
    used = {word for mention in found for word in query.words[mention.start : mention.end]}
    text = {*tokens(f"{row.title} {row.what}"), *(word for fact in row.facts for word in tokens(fact.text))}
    over = [word for word in query.rest if word not in used]
    strange = [word for word in over if word not in text and not _is_year(word)]
    if not strange:
        return 1.0
    if not row.asked(query.asks):
        return 0.0
    return max(0.55, 1.0 - 0.15 * len(strange))


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()
