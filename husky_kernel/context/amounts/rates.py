"""Quotients that a question asks for by a unit of measure: "rent per square metre"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import Link, asked_rate


class Rate(NamedTuple):
    """Two columns of ``table``, the one divided by the other; ``said``: "per square metre"."""

    table: str
    column: str
    by: str
    said: str

    def told(self, table: str) -> str:
        """The quotient, as a program takes it of ``table`` or its copy."""
        return f"{self.column} {self.said} is {table}[{quoted(self.column)}] / {table}[{quoted(self.by)}]"


def asked_rates(question: str, looked: Looked, names: Sequence[str]) -> Iterator[Rate]:
    """What is divided by what, where of one table one column alone is in the unit and one alone is named."""
    asked, words = asked_rate(question), spoken(question)
    if asked is None:
        return
    before = re.findall(rf"(\w+) {re.escape(asked[0])}", question.lower())
    for name in names:
        by = [column for table, column in asked_divisors(question, looked, [name])]
        of = [column for column, _ in looked.columns(name) if stem(column) in words and column not in by]
        of = [column for column in of if looked.is_amount(name, column)]
        of = [column for column in of if [stem(column)] == [*map(stem, before)]] or of
        if len(by) == 1 and len(of) == 1:
            yield Rate(name, of[0], by[0], asked[0])
            return


_OVER = re.compile(r"\b([^\W\d_]\w*) (?:divided by|over|per|to) (?:the )?([^\W\d_]\w*)\b")
_ALL = re.compile(r"\b(?:overall|over all|in total|all together|altogether|total|as a whole)\b")


def asked_quotient(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], links: Sequence[Link] = ()
) -> Iterator[str]:
    """How two columns of one table that the question names are divided over all rows: their sums, not row by row.

    Columns by which tables hang together (``links``) are no amounts.
    """
    asked, keys = question.lower(), {column for link in links for column in (link.column, link.key)}
    if not _ALL.search(asked):
        return
    for above, below in _OVER.findall(asked):
        for name in names:
            called = {stem(column): column for column, _ in looked.columns(name) if _is_amount(looked, name, column)}
            one, other = called.get(stem(above)), called.get(stem(below))
            if one and other and one != other and not keys & {one, other}:
                table = name_of(name, lines)
                times = " * 100" if re.search(r"percent|%|\brate\b", asked) else ""
                yield f"overall it is {table}[{quoted(one)}].sum() / {table}[{quoted(other)}].sum(){times}"
                return


_WEIGHTED = re.compile(
    r"\bweight(?:ed)?(?: the)?(?: (?P<of>[^\W\d]\w*))? (?:by|with) (?:the )?(?:number of )?(?P<by>[^\W\d]\w*)"
)


def asked_weighted(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How an average is weighted: "price weighted by qty is t['price'].mul(t['qty']).sum() / t['qty'].sum()"."""
    asked = question.lower()
    found = _WEIGHTED.search(asked)
    if found is None:
        return
    words = {stem(word) for word in re.findall(r"[^\W\d]\w*", asked)}
    for name in names:
        numbers = [column for column, _ in looked.columns(name) if _is_amount(looked, name, column)]
        by = [column for column in numbers if stem(column) == stem(found["by"])]
        of = [column for column in numbers if column not in by and stem(column) in words]
        of = [column for column in of if found["of"] and stem(column) == stem(found["of"])] or of
        if len(by) == 1 and len(of) == 1:
            one, other = (f"{name_of(name, lines)}[{quoted(column)}]" for column in (of[0], by[0]))
            kind = looked.kind(name, of[0])  # what has no value must have no weight
            there = f"[{one}.notna()]" if kind.missing or " not, like" in kind.told else ""
            yield f"{of[0]} weighted by {by[0]} is {one}.mul({other}).sum() / {other}{there}.sum()"
            return


def _is_amount(looked: Looked, name: str, column: str) -> bool:
    return looked.is_amount(name, column) or looked.tables[name][column].dtype.kind in "iuf"


def asked_divisors(question: str, looked: Looked, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The tables and columns that are written in the unit of such a quotient."""
    if asked := asked_rate(question):
        columns = [(name, column) for name in names for column, _ in looked.columns(name)]
        yield from (found for found in columns if looked.kind(*found).is_in(asked[1]))
