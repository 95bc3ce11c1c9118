"""The join that a question takes: where it names a column that only another table has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from husky_kernel.context.linking import mentioned, phrases
from husky_kernel.context.ranking import names_deed, stem
from husky_kernel.context.synonyms import measures
from husky_kernel.sight.linked import Link, joined

DISTINCT = 60
"""Values of a column that a question may name."""


SHARE = 0.8
"""Share of the values that must be found in the other table."""

UNIT = 3
"""Letters of a word at the end of a column's name that may be a unit."""

_LEFT_OUT = re.compile(r"\b(?:never|no|not|none|without|neither|lack\w*|missing)\b|n't\b")
"""Words of whoever asks for rows that have no partner."""


def forced(question: str) -> bool:
    """Whether the join may stand in the program from the start: rows without a partner are not asked for."""
    return not _LEFT_OUT.search(question.lower())


class Join(NamedTuple):
    """A link between tables, and the columns of the other one that are wanted."""

    link: Link
    columns: tuple[str, ...]

    @property
    def told(self) -> str:
        """The call, and what it gives: "trips.merge(…) has 'district'"."""
        return f"{joined(self.link, self.columns)} has {', '.join(map(repr, self.columns))}"


def asked_joins(
    question: str, tables: Mapping[str, Any], links: Sequence[Link], meant: Collection[str] = ()
) -> Iterator[Join]:
    """For each link between tables whose other table alone has something that the question names, the call that joins
    it. Only where nearly every row has a partner, and none has two. ``meant``: tables
    of which it is known that the question needs them.
    """
    spoken = re.findall(r"[^\W_]+", question.casefold())
    words = {stem(word) for each in spoken for word in (each, *measures(each))}
    asked = phrases(question)
    for link in links:
        mine, others = tables[link.table], tables[link.other]
        own = {stem(str(name)) for name in mine.columns}
        there = [
            name for name in others.columns if isinstance(name, str) and name != link.key and stem(name) not in own
        ]
        there = [name for name in there if _is_named(name, others[name], words, asked)]
        here = (
            link.table in meant
            or stem(link.table) in words
            or names_deed(link.table, spoken)
            or any(_is_named(str(name), mine[name], words, asked) for name in mine.columns if name != link.column)
        )
        if there and here and link.share >= SHARE and tables[link.other][link.key].is_unique:
            yield Join(link, tuple(there))


def without_unit(parts: list[str]) -> list[str]:
    """The words of a column's name but for a unit at its end: length_m, weight_kg."""
    return parts[:-1] if len(parts) > 1 and len(parts[-1]) <= UNIT else parts


def _is_named(name: str, column: Any, words: Collection[str], asked: frozenset[str]) -> bool:
    """Whether the question names a column, or one of its values."""
    parts = without_unit(name.casefold().replace("_", " ").split())
    if stem(name) in words or all(stem(part) in words for part in parts):
        return True
    if getattr(column, "ndim", 0) != 1 or getattr(column.dtype, "kind", "O") in "iufbmMc":
        return False
    return any(len(text) > 2 for text in mentioned(column.dropna().unique()[:DISTINCT], asked))
