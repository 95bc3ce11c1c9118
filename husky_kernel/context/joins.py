"""The join that a question takes: where it names a column that only another table has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from husky_kernel.context.linking import mentioned, names_value, phrases
from husky_kernel.context.ranking import SMALL, deed, is_small, names_deed, parts_of, spoken, stem
from husky_kernel.context.synonyms import compared, synonyms
from husky_kernel.sight.linked import Link, joined

DISTINCT = 60
"""Values of a column that a question may name."""

SHARE, LEAST = 0.8, 0.5
"""Share of the values that must be found in the other table for a join that is made, and for one that is told."""

UNIT = 3
"""Letters of a word at the end of a column's name that may be a unit."""

_LEFT_OUT = re.compile(r"\b(?:never|no|not|none|without|neither|lack\w*|missing)\b|n't\b")
"""Words of whoever asks for rows that have no partner."""

_ALONE = re.compile(
    r"\bnever\b|\bwithout (?:any|an?)\b|\b(?:has|have|had|is|are|was|were|there) (?:no|not)\b|n't\b|\black\w*\b|"
    r"\bnot (?:in|on|among|yet)\b|\bmissing (?:in|from)\b"
)
"""Words of whoever may ask for such rows themselves."""


_SQUARE = re.compile(r"\b(?:square (?:m|f|k)|m2\b|sqm\b|sq ?ft)|m²")
"""Units of what a column of areas holds."""


_LACKS = re.compile(r"\b(?:no|any|without|lack\w*)(?: an?| the)? ([^\W\d_]+)")
"""What is lacked."""


class Join(NamedTuple):
    """A link between tables, and the columns of the other one that are wanted; ``via``: the link from a third table
    that the question is about to that of the link.
    """

    link: Link
    columns: tuple[str, ...]
    via: Link | None = None

    @property
    def table(self) -> str:
        """The table to which the columns are joined."""
        return self.via.table if self.via else self.link.table

    @property
    def call(self) -> str:
        """The call: "visits.merge(…).merge(…)"."""
        return self._call(is_read=False)

    @property
    def going_on(self) -> str:
        """What the call does to its table, whose column is read already: ".merge(…)"."""
        return self._call(is_read=True)[len(self.table) :]

    def _call(self, is_read: bool) -> str:
        call = joined(self.link, self.columns, is_read)
        return joined(self.via, [self.link.column]) + call[len(self.link.table) :] if self.via else call

    @property
    def told(self) -> str:
        """The call, and what it gives: "trips.merge(…) has 'district'"."""
        return f"{self.call} has {', '.join(map(repr, self.columns))}"


def forced(question: str, join: Join | None) -> bool:
    """Whether a join may stand in the program from the start: nearly every row has a partner, and rows without one are
    not asked for.
    """
    return join is not None and join.link.share >= SHARE and not _LEFT_OUT.search(question.lower())


def asked_joins(
    question: str,
    tables: Mapping[str, Any],
    links: Sequence[Link],
    meant: Collection[str] = (),
    busy: Collection[str] = (),
) -> Iterator[Join]:
    """For each link between tables whose other table alone has something that the question names, the call that joins
    it. Only where most rows have a partner, and none has two. ``meant``: tables
    of which it is known that the question needs them; ``busy``: those whose rows are counted.
    """
    said = re.findall(r"[^\W_]+", question.casefold())
    words = {stem(word) for each in said for word in (each, *compared(each), *short_units(each))}
    words |= {deed(word) for word in words} | ({"area"} if _SQUARE.search(question.casefold()) else set())
    asked = phrases(question)
    for link in links:
        mine, others = tables[link.table], tables[link.other]
        own = {stem(str(name)) for name in mine.columns}
        there = [
            name for name in others.columns if isinstance(name, str) and name != link.key and stem(name) not in own
        ]
        each = link.table in busy or _is_each(link.other, question)
        called = [name for name in there if each and names_rows(name, others, link.key)]
        there = [name for name in there if _is_named(name, others[name], words, asked, question)]
        there += [name for name in called if name not in there] if not there or link.table in busy else []
        here = (
            link.table in meant
            or stem(link.table) in words
            or names_deed(link.table, said)
            or any(
                _is_named(str(name), mine[name], words, asked, question) for name in mine.columns if name != link.column
            )
        )
        via = _before(link, tables, links, words) if there and not link.read else None
        if there and (here or via) and link.share >= LEAST and tables[link.other][link.key].is_unique:
            yield Join(link, tuple(there), via)


def short_units(word: str) -> list[str]:
    """The short form of a unit: of "kilograms" "kg"."""
    return [other for other in synonyms(stem(word)) if len(other) < UNIT]


def _is_each(table: str, question: str) -> bool:
    """Whether a question asks for each of what a table has a row each."""
    one = re.escape(stem(table))
    return bool(re.search(rf"\b(?:each|every|per|by|which|what) {one}s?\b", question.casefold()))


def names_rows(column: str, table: Any, key: str) -> bool:
    """Whether a column of texts is what people call the rows of a table by, whose key has digits: codes."""
    kinds = [getattr(table[name].dtype, "kind", "O") for name in (column, key)]
    if not _NAMES.search(column.casefold()) or kinds[0] in "iufbmMc" or not table[column].is_unique:
        return False
    return kinds[1] in "iu" or all(re.search(r"\d", str(value)) for value in table[key].head(DISTINCT))


_NAMES = re.compile(r"(?:^|[ _])(?:name|title|label)$|^name")


def asked_names(join: Join | None, tables: Mapping[str, Any], name: str) -> Iterator[str]:
    """What people call the rows of the joined table by, in the table ``name``: codes say nothing to them."""
    if join is not None and len(join.columns) == 1:
        other, [column] = join.link.other, join.columns
        if names_rows(column, tables[other], join.link.key):
            yield f"the name of each {stem(other)} is {name}[{column!r}]"


def _before(link: Link, tables: Mapping[str, Any], links: Sequence[Link], words: Collection[str]) -> Link | None:
    """The link from a table that the question names to that of ``link``, of which each row has one partner."""
    for one in (each for each in links if not each.read):
        named = stem(one.table) in words and one.table != link.other
        if one.other == link.table and named and one.share >= SHARE and tables[one.other][one.key].is_unique:
            own = {*tables[one.table].columns}
            return one if link.column not in own or link.column == one.key else None
    return None


def asked_alone(question: str, meant: Sequence[str], tables: Mapping[str, Any], links: Sequence[Link]) -> Iterator[str]:
    """How rows without a partner are taken of the likeliest tables that are ``meant``: where the question may ask for
    them, and there are any.
    """
    asked = question.lower()
    lacked = [name for name in tables if re.search(rf"\b(?:no|any) (?:\w+ )?{re.escape(stem(name))}", asked)]
    if not meant or not (lacked or _ALONE.search(asked)):
        return
    if not lacked and _lacks_value(asked, [tables[name] for name in meant[:2]]):
        return
    words = {*spoken(question)} - {stem(name) for name in meant}
    for link in (each for each in links if not {stem(each.key), stem(each.column)} & words):
        (column, key), (values, known) = link.ends, link.values(tables)
        for mine, its, other, theirs, left in (
            (link.other, key, link.table, column, known[~known.isin(values)]),
            (link.table, column, link.other, key, values[~values.isin(known)]),
        ):
            lacks = mine in meant[:2] or (mine == link.other and other in meant[:2])  # "who has no visits?"
            if lacks and len(left) and (not lacked or other in lacked):
                rows = f"{mine}[~{its}.isin({theirs})]"
                yield f"{mine} without a row in {other} are {rows}"
                break
    known_by = {name for link in links for name in (link.table, link.other)}
    for mine, other in ((mine, other) for mine in meant[:2] for other in lacked if mine != other):
        shared = [one for one in tables[mine].columns if one in tables[other].columns and _is_text(tables[mine][one])]
        if len(shared) == 1 and not {mine, other} <= known_by:
            rows = f"{mine}[~{mine}[{shared[0]!r}].isin({other}[{shared[0]!r}])]"
            yield f"{mine} without a row in {other} are {rows}"


def _lacks_value(asked: str, tables: Sequence[Any]) -> bool:
    """Whether it is a value that is lacked, "no fee is known", and not a row: a column is called so."""
    lacks = {stem(noun) for noun in _LACKS.findall(asked)}
    return any(lacks & {*parts_of(str(column))} for table in tables for column in table.columns)


def _is_text(column: Any) -> bool:
    return getattr(column, "ndim", 0) == 1 and getattr(column.dtype, "kind", "O") not in "iufbmMc"


def without_unit(parts: list[str]) -> list[str]:
    """The words of a column's name but for a unit at its end: length_m, weight_kg; all of per_kg, of which "per" alone
    would be left.
    """
    return parts[:-1] if len(parts) > 1 and len(parts[-1]) <= UNIT and not {*parts[:-1]} <= SMALL else parts


def _is_named(name: str, column: Any, words: Collection[str], asked: frozenset[str], question: str) -> bool:
    """Whether the question names a column, or one of its values."""
    if is_small(name):
        return False
    parts = without_unit(re.findall(r"[^\W_]+", name.casefold()))
    stems = [stem(part) for part in parts]
    if stem(name) in words or any(all(how(part) in words for part in stems) for how in (str, deed)):
        return True
    if not _is_text(column):
        return False
    return any(names_value(text, question) for text in mentioned(column.dropna().unique()[:DISTINCT], asked))
