"""Columns that link tables: values of the one are found in the other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from keyword import iskeyword
from typing import Any, NamedTuple

from husky_kernel.sight.nouns import singular
from husky_kernel.sight.respelled import MANY, as_read, respelled

SAMPLE = 2_000
"""Distinct values that are looked up."""

ROWS = 20_000
"""Rows of which they are taken."""

LARGE = 500_000
"""Of a column of more rows some that are drawn at random say whether it is a key."""

COLUMNS = 60
"""Columns of a table that are compared."""

KEY = 0.9
"""Share of the rows that have a value of their own where it is a key."""

FEW = 5
"""Fewer different words may be the same in two columns by chance."""

SAME, OTHER = 0.5, 0.9
"""The share that must be found where the columns have one name, and where they do not."""


class Link(NamedTuple):
    """``table[column]`` refers to ``other[key]``; ``share`` of its values are found there.

    ``read`` and ``read_key``: how the column and the key are read so that they are, "….str.upper()"; none where they
    are found as they stand there.
    """

    table: str
    column: str
    other: str
    key: str
    share: float
    read: str = ""
    read_key: str = ""

    @property
    def ends(self) -> tuple[str, str]:
        """The column and the key as a program reads them."""
        return (
            (self.read or "…").replace("…", f"{self.table}[{self.column!r}]"),
            (self.read_key or "…").replace("…", f"{self.other}[{self.key!r}]"),
        )

    @property
    def turned(self) -> Link:
        """The same from the other end."""
        return Link(self.other, self.key, self.table, self.column, self.share, self.read_key, self.read)

    def values(self, tables: Mapping[str, Any]) -> tuple[Any, Any]:
        """The values of both as they are read so."""
        return (
            as_read(tables[self.table][self.column], self.read),
            as_read(tables[self.other][self.key], self.read_key),
        )


def keys(tables: Mapping[str, Any]) -> list[Link]:
    """How tables hang together, the best links first; each pair of tables and columns is told in one direction."""
    known = {name: _columns(table) for name, table in tables.items() if hasattr(table, "columns") and len(table)}
    found = filter(None, (_best(pair, known) for pair in combinations(known, 2)))
    return sorted(found, key=lambda link: -link.share)


def joined(link: Link, columns: Sequence[str], is_read: bool = False) -> str:
    """The call that gives a link's table ``columns`` of the other one, a row for each of its own; ``is_read``: its
    column is read already.
    """
    column, key = link.ends
    table = link.table + (_assign(link.column, column) if link.read and not is_read else "")
    taken = f"{link.other}[{[link.key, *columns]!r}]" + (_assign(link.key, key) if link.read_key else "")
    if link.column == link.key:
        return f"{table}.merge({taken}, on={link.key!r}, how='left')"
    return f"{table}.merge({taken}, left_on={link.column!r}, right_on={link.key!r}, how='left')"


def _assign(column: str, how: str) -> str:
    named = f"{column}={how}" if column.isidentifier() and not iskeyword(column) else f"**{{{column!r}: {how}}}"
    return f".assign({named})"


def is_whole(link: Link, tables: Mapping[str, Any]) -> bool:
    """Whether each row of the link's table has exactly one partner."""
    return link.share == 1 and bool(tables[link.other][link.key].is_unique)


def partners(column: Any, key: Any) -> tuple[int, int]:
    """How many distinct values of ``column`` are in ``key``, and how many there are."""
    return _Values(column).partners(_Values(key))


@dataclass(eq=False)
class _Values:
    """A column whose different values are found once, however many others it is held against."""

    column: Any

    @property
    def kind(self) -> str:
        """The kind of its values, as numpy names it."""
        return str(self.column.dtype.kind)

    @cached_property
    def some(self) -> Any:
        """Some of its different values, without missing ones: of a big column, of rows that are spread over it."""
        return self.column.iloc[:: max(1, len(self.column) // ROWS)].dropna().unique()[:SAMPLE]

    @cached_property
    def known(self) -> Collection[Any]:
        """All its different values."""
        return set(self.column.dropna().unique())

    @cached_property
    def is_key(self) -> bool:
        """Whether nearly every row has a value of its own. Most columns that have not show it in their first rows."""
        first = self.column.head(SAMPLE).dropna()
        if self.kind not in "iuOMfU" or first.nunique() < KEY * len(first):
            return False
        if self.kind == "f" and bool((first % 1).any()):  # what is measured names no row
            return False
        if len(self.column) > LARGE:
            drawn = self.column.sample(ROWS, random_state=0).dropna()
            return len(drawn) > 1 and drawn.nunique() >= len(drawn) - _twins(len(drawn), len(self.column))
        present = int(self.column.notna().sum())
        return present > 1 and int(self.column.nunique()) >= KEY * present

    @cached_property
    def is_codes(self) -> bool:
        """Whether these are texts with digits: such are found in another column by no chance, even read otherwise."""
        return all(isinstance(value, str) and any(map(str.isdigit, value)) for value in self.some[:100])

    @cached_property
    def folded(self) -> Collection[str]:
        """All its different values without case and blanks around them; empty where they are not texts, or too many."""
        texts = len(self.known) <= MANY and all(isinstance(value, str) for value in self.known)
        return {value.strip().casefold() for value in self.known} if texts else ()

    def may_be_in(self, key: _Values) -> bool:
        """Whether the first of its different texts are in ``key`` but for case and blanks: more of them where they are
        words than where they are codes.
        """
        first = [value for value in self.some[:20] if isinstance(value, str)]
        if len(first) < (FEW if not self.is_codes else 3) or not key.folded:
            return False
        return sum(value.strip().casefold() in key.folded for value in first) >= OTHER * len(first)

    def partners(self, key: _Values) -> tuple[int, int]:
        """How many of some of its different values are in ``key``, and how many these are."""
        if len(key.column) > LARGE:
            return int(key.column[key.column.isin(self.some)].nunique()), len(self.some)
        return sum(value in key.known for value in self.some), len(self.some)


def _twins(drawn: int, rows: int) -> float:
    """How many of ``drawn`` values of a column of ``rows`` are expected to stand twice among them, where just as many
    rows as a key may have share their value with another one.
    """
    return (1 - KEY) * drawn * drawn / rows


def _best(pair: tuple[str, str], known: Mapping[str, Mapping[str, _Values]]) -> Link | None:
    found = [link for table, other in permutations(pair) for link in _links(table, other, known)]
    return max(found, key=lambda link: (link.column == link.key, link.share), default=None)


def _links(table: str, other: str, known: Mapping[str, Mapping[str, _Values]]) -> Iterator[Link]:
    for key, there in known[other].items():
        if not there.is_key:
            continue
        for column, here in known[table].items():
            alike = _alike(column, key, table, other)
            if alike is None or (here.kind != there.kind and not (alike and {here.kind, there.kind} <= {*"iufO"})):
                continue
            if not alike and here.kind in "iuf":  # small whole numbers are found in each other by chance
                continue
            hits, count = here.partners(there)
            ends = ("", "")
            if hits < count and (alike or here.may_be_in(there)):
                hits, ends = max((hits, ends), respelled(here.some, there.known, hits), key=lambda found: found[0])
            if count > (1 if alike else 2) and hits >= (SAME if alike else OTHER) * count:
                yield Link(table, column, other, key, round(hits / count, 4), *ends)


def _alike(column: str, key: str, table: str, other: str) -> bool | None:
    """Whether two names speak of the same: True, or False if only their values can tell; None if they cannot."""
    here, there = _plain(column), _plain(key)
    if here == there:
        return None if here in ("id", "index", "nr", "no", "number", "name", "date") else True
    if _bare(here) == _bare(there) != "":
        return True
    noun = singular(_plain(other))
    names = {noun, noun.split()[-1]} if noun else set()
    known = there in {*_NUMBERING, "name"} or _bare(there) in names
    return (known and _refers(_bare(here), names)) or here in (f"{noun} {there}", f"{there} {noun}")


def _refers(bare: str, names: Collection[str]) -> bool:
    """Whether a column speaks of what a table is called by: "from station" of stations, "cust" of customers."""
    words = [word for word in bare.split() if len(word) > 2]
    return bool({bare, *words} & {*names}) or any(name.startswith(words[-1]) for name in names if words)


def _columns(table: Any) -> dict[str, _Values]:
    names = [name for name in list(table.columns)[:COLUMNS] if isinstance(name, str) and table[name].ndim == 1]
    return {name: _Values(table[name]) for name in names if _hashable(table[name])}


def _hashable(column: Any) -> bool:
    try:
        hash(tuple(column.head(20)))
        return True
    except TypeError:
        return False


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


_NUMBERING = frozenset({"id", "uid", "pk", "code", "key", "no", "nr", "num", "number", "ref", "sku"})
"""Last words of a name that say how things are numbered, and not what things."""


def _bare(name: str) -> str:
    """What a plain name speaks of: "policy" of "policy no"; empty where nothing else is said."""
    words = name.split()
    while words and words[-1] in _NUMBERING:
        words.pop()
    return " ".join(words)
