"""What is left of an amount that stands once for each group, after what rows of another table take from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import Link

_ASKED = re.compile(r"\b(?:left|remains?|remaining|unspent|unused|left over)\b")


class LeftOver(NamedTuple):
    """``link.other[column]`` less the sum of ``link.table[taken]`` for each key; ``read``: whether it is texts."""

    link: Link
    column: str
    taken: str
    read: bool

    def told(self, table: str) -> str:
        """How it is computed, what is taken being read in ``table``, the link's table or its copy."""
        _, column, other, key = self.link[:4]
        whole = f"{other}.set_index({quoted(key)})[{quoted(self.column)}]"
        whole = f"tidy.number({whole})" if self.read else whole
        rows = f"{table}.groupby({quoted(column)})[{quoted(self.taken)}].sum()"
        return f"what is left of {self.column} for each {key} is {whole}.sub({rows}).dropna()"


def asked_left_over(
    question: str, looked: Looked, links: Sequence[Link], amounts: Collection[tuple[str, str]]
) -> Iterator[LeftOver]:
    """What is left, where a table has one amount for each key that the question names, and ``amounts``, columns of
    which it is known that the question speaks of them, are in the rows of a table that links to it; else its only one.
    """
    if not _ASKED.search(question.lower()):
        return
    words = {*map(deed, spoken(question))}
    for link in (each for each in links if not each.read and not each.read_key):
        taken = [column for table, column in amounts if table == link.table] or _amounts(looked, link)
        whole = [
            column
            for column, _ in looked.columns(link.other)
            if column != link.key and deed(stem(column)) in words and looked.is_amount(link.other, column)
        ]
        if len(taken) == len(whole) == 1 and looked.tables[link.other][link.key].is_unique:
            yield LeftOver(link, whole[0], taken[0], looked.kind(link.other, whole[0]).name == "amounts")
            return


def _amounts(looked: Looked, link: Link) -> list[str]:
    columns = [column for column, _ in looked.columns(link.table) if column != link.column]
    return [column for column in columns if looked.is_amount(link.table, column)]
