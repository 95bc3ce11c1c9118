"""Quotients that a question asks for by a unit of measure: "rent per square metre"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import asked_rate
from husky_kernel.tidy.measures import factor

_WRITTEN = re.compile(r"\d ?([^\W\d_][^\d\s]*)$")
"""A unit behind an amount."""


def asked_rates(question: str, looked: Looked, names: Sequence[str], copied: str, copy: str) -> Iterator[str]:
    """What is divided by what, where one column alone is in the unit and one alone is named: "rent per square metre is
    d['rent'] / d['size']". ``copied``: the table that stands in ``copy``.
    """
    found = asked_rate(question)
    spoken = {stem(word) for word in re.findall(r"[^\W_]+", question.casefold())}
    for name in names if found else ():
        said, unit = found or ("", "")
        kinds = {column: looked.kind(name, column) for column, _ in looked.columns(name)}
        by = [column for column, kind in kinds.items() if any(_is_in(unit, one) for one in kind.examples)]
        of = [column for column, kind in kinds.items() if stem(column) in spoken and column not in by]
        of = [column for column in of if kinds[column].name in ("amounts", "number")]
        before = re.findall(rf"(\w+) {re.escape(said)}", question.lower())
        of = [column for column in of if [stem(column)] == [*map(stem, before)]] or of
        if len(by) == 1 and len(of) == 1:
            table = copy if name == copied else name
            yield f"{of[0]} {said} is {table}[{quoted(of[0])}] / {table}[{quoted(by[0])}]"
            return


def asked_divisor(question: str, looked: Looked, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The tables and columns that are written in the unit of such a quotient."""
    if found := asked_rate(question):
        for name in names:
            for column, _ in looked.columns(name):
                if any(_is_in(found[1], one) for one in looked.kind(name, column).examples):
                    yield name, column


def _is_in(unit: str, example: str) -> bool:
    return any(factor(written, unit) is not None for written in map(str, _WRITTEN.findall(example)))
