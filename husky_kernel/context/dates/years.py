"""Columns of years that a question names with a limit: "built before 1990", "founded in 2004"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from husky_kernel.context.dates.days import SIDES
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, parts_of, stem
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?P<word>[^\W\d_]+) (?:(?P<side>before|after|since|until) |(?:in|from|of) )(?P<year>(?:1[4-9]|20)\d\d)\b"
    r"(?! (?:to|until|till|and|or)\b| ?-)"  # of a range or of several years more is said
)
_RANGE = (1400, 2100)


class Years(NamedTuple):
    """``said``: the words of the question; ``table[column]`` holds the years."""

    said: str
    table: str
    column: str
    sign: str
    year: int

    def told(self, table: str) -> str:
        """The condition, the column being in ``table``."""
        return f"{self.said} is {table}[{quoted(self.column)}] {self.sign} {self.year}"


def asked_years(question: str, looked: Looked) -> Iterator[Years]:
    """The condition on each column of whole numbers that are years, where one table alone has such a column."""
    for found in _ASKED.finditer(question.lower()):
        word = deed(stem(found["word"]))
        columns = [
            (name, column)
            for name in looked.tables
            for column, values in looked.columns(name)
            if word in map(deed, parts_of(column)) and _are_years(values)
        ]
        if len(columns) == 1:
            yield Years(found[0], *columns[0], SIDES.get(found["side"], "=="), int(found["year"]))


def without(question: str, years: Sequence[Years]) -> str:
    """The question with the name of the column alone, where such a limit stands: no dates are meant by it."""
    for one in years:
        question = re.sub(re.escape(one.said), lambda said: said[0].split()[0], question, flags=re.IGNORECASE)
    return question


def _are_years(values: Any) -> bool:
    if values.dtype.kind not in "iu" or not len(values):
        return False
    return bool(_RANGE[0] <= values.min() and values.max() <= _RANGE[1])
