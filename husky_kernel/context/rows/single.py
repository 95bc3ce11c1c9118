"""The one row that is the largest or the smallest: "the largest single order"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import called
from husky_kernel.context.tables import quoted
from husky_kernel.superlatives import SINGLE


class Single(NamedTuple):
    """``said``: the words of the question; of ``table[column]`` the largest is meant, or the smallest."""

    said: str
    table: str
    column: str
    end: str

    def told(self, table: str) -> str:
        """How its row is taken, the column being in ``table``."""
        return f"the {self.said} is {table}.loc[{table}[{quoted(self.column)}].idx{self.end}()]"


def asked_single(question: str, looked: Looked, names: Sequence[str]) -> Iterator[Single]:
    """The row, of the likeliest table with one column of amounts, or with one that the question names."""
    found = SINGLE.search(question.lower())
    if found and found["of"].endswith("s") and not found["of"].endswith("ss"):  # the five largest single expenses
        return
    for name in names if found else ():
        amounts = called(looked.amounts(name), question) or looked.amounts(name)
        if found and len(amounts) == 1:
            yield Single(found[0], name, amounts[0], "max" if found["most"] else "min")
            return
