"""A quotient of two amounts of two tables, "paid out divided by premiums": the lower one stands once for each key, the
upper one in all rows that have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, names_group, parts_of, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import Link, expected

_DIVIDED = re.compile(
    r"\b(?P<above>(?:[^\W\d_]+ ){1,3})(?:is |are )?divided by (?:the )?(?P<below>[^\W\d_]+(?: [^\W\d_]+)?)"
)
_PERCENT = re.compile(r"\bper ?cent|%")


def asked_across_tables(question: str, looked: Looked, links: Sequence[Link], lines: Sequence[str]) -> Iterator[str]:
    """How it is computed: both are added up where they stand, and then divided. Joined to the rows of the other table,
    the lower one would be added up as often as it has rows there.
    """
    asked, per = question.lower(), expected(question).per
    found = _DIVIDED.search(asked)
    if found is None:
        return
    for link in links:
        above = _named(looked, link.table, found["above"], {link.column})
        below = _named(looked, link.other, found["below"], {link.key})
        if not (above and below) or not looked.tables[link.other][link.key].is_unique:
            continue
        by = [column for noun in per for column, _ in looked.columns(link.other) if names_group(column, noun)]
        rows, times = name_of(link.table, lines), " * 100" if _PERCENT.search(asked) else ""
        whole = f"{link.other}[{quoted(below)}]"
        whole = f"tidy.number({whole})" if looked.kind(link.other, below).how == "tidy.number" else whole
        if len(by) == 1 and rows != link.table:
            parts = f"{rows}.groupby({quoted(by[0])})[{quoted(above)}].sum()"
            wholes = f"{whole}.groupby({link.other}[{quoted(by[0])}]).sum()"
            yield f"{above} divided by {below} for each {by[0]} is {parts} / {wholes}{times}"
        elif not per:
            yield f"{above} divided by {below} is {rows}[{quoted(above)}].sum() / {whole}.sum(){times}"
        return


def _named(looked: Looked, table: str, said: str, keys: set[str]) -> str:
    """The amount of a table whose name is said; empty where none is, or several are."""
    words = {form for word in said.split() for form in (stem(word), deed(stem(word)))}
    amounts = [column for column, _ in looked.columns(table) if column not in keys and looked.is_amount(table, column)]
    named = [
        column
        for column in amounts
        if (parts := parts_of(column)) and all({part, deed(part)} & words for part in parts)
    ]
    return named[0] if len(named) == 1 else ""
