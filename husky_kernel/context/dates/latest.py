"""The latest, or the first, row of each: "at their latest visit" means one visit a patient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.dates.dated import dates_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, stem
from husky_kernel.sight import Link

_LATEST = re.compile(
    r"\b(?:their|its|his|her|each|every|the) (?:own )?(?P<which>latest|last|most recent|newest|first|earliest) "
    r"(?P<what>\w+)"
)
_LAST = ("latest", "last", "most recent", "newest")


class Latest(NamedTuple):
    """``said``: "latest visit"; the rows of ``table`` with the last, or the first, ``date`` of each ``key``."""

    said: str
    table: str
    date: str
    key: str
    keep: str

    def told(self, table: str) -> str:
        """The rows, as a program takes them of the table or its copy, where its dates are read."""
        rows = f"{table}.sort_values({self.date!r}).drop_duplicates({self.key!r}, keep={self.keep!r})"
        return f"the {self.said} of each {self.key} is {rows}"


def asked_latest(question: str, looked: Looked, links: Sequence[Link]) -> Iterator[Latest]:
    """What the question means by "their latest visit": of the table of visits, which has one column of dates and refers
    to another table.
    """
    found = _LATEST.search(question.lower())
    if found is None:
        return
    for link in links:
        dates = list(dates_of(looked, link.table))
        if len(dates) == 1 and deed(stem(link.table)) == deed(stem(found["what"])):
            keep = "last" if found["which"] in _LAST else "first"
            yield Latest(f"{found['which']} {found['what']}", link.table, dates[0].column, link.column, keep)
            return
