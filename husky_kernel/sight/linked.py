"""Columns that link tables: values of the one are found in the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple

SAMPLE = 2_000
"""Distinct values that are looked up."""

COLUMNS = 60
"""Columns of a table that are compared."""

SAME, OTHER = 0.5, 0.9
"""The share that must be found where the columns have one name, and where they do not."""


class Link(NamedTuple):
    """``table[column]`` refers to ``other[key]``; ``share`` of its values are found there."""

    table: str
    column: str
    other: str
    key: str
    share: float


def keys(tables: Mapping[str, Any]) -> list[Link]:
    """How tables hang together, the best links first; each pair of tables and columns is told in one direction."""
    known = {name: _columns(table) for name, table in tables.items() if hasattr(table, "columns") and len(table)}
    found = filter(None, (_best(pair, known) for pair in combinations(known, 2)))
    return sorted(found, key=lambda link: -link.share)


def joined(link: Link, columns: Sequence[str]) -> str:
    """The call that gives a link's table ``columns`` of the other one, a row for each of its own."""
    taken = f"{link.other}[{[link.key, *columns]!r}]"
    if link.column == link.key:
        return f"{link.table}.merge({taken}, on={link.key!r}, how='left')"
    return f"{link.table}.merge({taken}, left_on={link.column!r}, right_on={link.key!r}, how='left')"


def is_whole(link: Link, tables: Mapping[str, Any]) -> bool:
    """Whether each row of the link's table has exactly one partner."""
    return link.share == 1 and bool(tables[link.other][link.key].is_unique)


def partners(column: Any, key: Any) -> tuple[int, int]:
    """How many distinct values of ``column`` are in ``key``, and how many there are."""
    values = column.dropna().unique()[:SAMPLE]
    known = set(key.dropna().unique())
    return sum(value in known for value in values), len(values)


def _best(pair: tuple[str, str], known: Mapping[str, Mapping[str, Any]]) -> Link | None:
    found = [link for table, other in permutations(pair) for link in _links(table, other, known)]
    return max(found, key=lambda link: (link.column == link.key, link.share), default=None)


def _links(table: str, other: str, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Link]:
    for key, there in known[other].items():
        if not _is_key(there):
            continue
        for column, here in known[table].items():
            alike = _alike(column, key, table, other)
            if alike is None or here.dtype.kind != there.dtype.kind:
                continue
            if not alike and here.dtype.kind in "iuf":  # small whole numbers are found in each other by chance
                continue
            hits, count = partners(here, there)
            if count > (1 if alike else 2) and hits >= (SAME if alike else OTHER) * count:
                yield Link(table, column, other, key, round(hits / count, 4))


def _alike(column: str, key: str, table: str, other: str) -> bool | None:
    """Whether two names speak of the same: True, or False if only their values can tell; None if they cannot."""
    here, there = _plain(column), _plain(key)
    if here == there:
        return None if here in ("id", "index", "nr", "no", "number", "name", "date") else True
    noun = _singular(_plain(other))
    refers = here == noun or (len(noun) > 2 and noun in here.split())
    known = there in ("id", "code", "key", "no", "nr", "number", "name") and refers
    return known or here in (f"{noun} {there}", f"{there} {noun}")


def _is_key(column: Any) -> bool:
    present = column.dropna()
    return len(present) > 1 and present.nunique() >= 0.9 * len(present) and column.dtype.kind in "iuOMfU"


def _columns(table: Any) -> dict[str, Any]:
    names = [name for name in list(table.columns)[:COLUMNS] if isinstance(name, str) and table[name].ndim == 1]
    return {name: table[name] for name in names if _hashable(table[name])}


def _hashable(column: Any) -> bool:
    try:
        hash(tuple(column.head(20)))
        return True
    except TypeError:
        return False


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
