"""What is busiest or most popular: of what most rows of another table tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.first_line import COPY
from husky_kernel.context.joins import Join
from husky_kernel.context.linking import groups_by
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import Link

_ASKED = re.compile(
    r"\b(?:busiest|quietest|(?:most|least) (?:busy|popular|used|frequented|frequent)|"
    r"(?:best|worst|most|least)[ -](?:attended|visited|frequented))\b"
)
_FEWEST = re.compile(r"\b(?:quietest|least|worst)\b")


class Busy(NamedTuple):
    """Rows of ``link.table`` are counted for each row of ``link.other``."""

    link: Link
    fewest: bool

    def told(self, question: str, join: Join | None) -> Iterator[str]:
        """How they are counted by the columns that ``join`` brings: those that the question groups by, and a name."""
        columns = join.columns if join is not None and join.link == self.link and join.via is None else ()
        by = [one for one in columns if groups_by(one, question)]
        rest = [one for one in columns if one not in by]
        one = quoted(rest[0] if rest else self.link.column)
        end = "min" if self.fewest else "max"
        if by:
            group = quoted(by[0])
            yield (
                f"how busy is counted in rows: n = {COPY}.groupby([{group}, {one}]).size(), "
                f"of each {by[0]} n.loc[n.groupby({group}).idx{end}()]"
            )
        else:
            table = COPY if rest else self.link.table
            yield f"how busy is counted in rows: {table}[{one}].value_counts().idx{end}()"


def asked_busy(question: str, links: Sequence[Link]) -> Iterator[Busy]:
    """What of a table that the question names alone is counted in the rows of another one that links to it."""
    asked = question.lower()
    if not _ASKED.search(asked):
        return
    words = {*spoken(question)}
    found = [link for link in links if stem(link.other) in words and stem(link.table) not in words]
    if len({link.other for link in found}) == 1:
        yield Busy(found[0], bool(_FEWEST.search(asked)))
