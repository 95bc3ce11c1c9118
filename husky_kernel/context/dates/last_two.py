"""The last period and the one before it, which a question compares: "by how many percent did the last week differ?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.dates.dated import dates_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import called
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?:last|latest|most recent) (?P<unit>week|month|quarter|year)\b.*"
    r"\b(?:(?:week|month|quarter|year|one) before|before (?:it|that)|(?:previous|preceding) (?:one|(?P=unit)))\b"
)
_CODES = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_PERCENT = re.compile(r"percent|per cent|%")


class LastTwo(NamedTuple):
    """``table[column]`` is added up by the periods ``unit`` of ``date``."""

    table: str
    column: str
    date: str
    unit: str
    percent: bool

    def told(self, table: str) -> str:
        """How the last is compared with the one before it, in the table of that name, whose dates are read."""
        groups = f"{table}.groupby({table}[{quoted(self.date)}].dt.to_period({_CODES[self.unit]!r}))"
        compared = "t.pct_change().iloc[-1] * 100" if self.percent else "t.iloc[-1] - t.iloc[-2]"
        return f"by {self.unit} it is t = {groups}[{quoted(self.column)}].sum(), the last one compared {compared}"


def asked_last_two(question: str, looked: Looked, names: Sequence[str]) -> Iterator[LastTwo]:
    """What is compared, of a table with one column of dates and one of amounts, or one that the question names."""
    found = _ASKED.search(question.lower())
    for name in names if found else ():
        dates = list(dates_of(looked, name))
        amounts = [
            column for column, values in looked.columns(name) if looked.is_amount(name, column) and not values.is_unique
        ]
        meant = called(amounts, question) or amounts
        if found and len(dates) == 1 and len(meant) == 1:
            yield LastTwo(name, meant[0], dates[0].column, found["unit"], bool(_PERCENT.search(question.lower())))
            return
