"""Tables with a column that counts what the table is named for: ``visits`` with a row a day and a ``count``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.amounts.worth import QUANTITY
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, parts_of, spoken, stem
from husky_kernel.sight import Amount, tallies

_PRODUCT = re.compile(r"\btimes\b|\bmultiplied\b|\bproducts? of\b|[×*]")
"""Words of whoever multiplies columns: none of them is the one that is added up."""

_DONE = re.compile(
    r"\b(?P<done>sold|bought|ordered|shipped|delivered|produced|consumed)\b.*?\b(?:most|least|best|fewest)\b|"
    r"\b(?:most|least|best|fewest) (?P<before>sold|bought|ordered|shipped|delivered|produced|consumed)\b"
)


def asked_sold(question: str, looked: Looked, names: Sequence[str]) -> Iterator[Amount]:
    """The one column of quantities of the likeliest table, where a question asks what was sold most, and no money."""
    found = _DONE.search(question.lower())
    for name in names[:1] if found and not _MONEY.search(question.lower()) else ():
        columns = [column for column in looked.amounts(name) if {*parts_of(column)} & QUANTITY]
        if found and len(columns) == 1:
            yield Amount(f"{found['done'] or found['before']} ones", name, columns[0])


_MONEY = re.compile(r"\b(?:revenue|turnover|money|value|worth|income|profit|expensive)\b")


def asked_tallies(question: str, looked: Looked) -> Iterator[Amount]:
    """The tallies of what the question speaks of: of downloads, or of what was downloaded."""
    words = set() if _PRODUCT.search(question.lower()) else {*map(deed, spoken(question))}
    for name in looked.tables:
        if deed(stem(name)) in words:
            yield from tallies(name, looked.tables)
