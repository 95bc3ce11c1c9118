"""Columns that belong together: as many of one kind as the question counts, "the four subjects"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.numerals import WORDS, number_of

LEAST = 3
"""Fewer columns are no family."""

_COUNTED = re.compile(
    rf"\b(?:the|all|these|those|our) (\d{{1,2}}|{'|'.join(WORDS[LEAST - 1 :])}) ([^\W\d_]{{3,}}s|criteria)\b"
)
_PICKED = re.compile(r"(?:days|weeks|months|years|hours|minutes|seconds|times|rows|columns)$")
"""What is counted in something else than columns."""


class Family(NamedTuple):
    """Columns of ``table``; ``how`` each is read, "" where it is numbers already; ``said``: "four subjects"."""

    table: str
    columns: tuple[str, ...]
    how: str
    said: str


def asked_families(question: str, looked: Looked, names: Sequence[str]) -> Iterator[Family]:
    """The families that the question counts: of the tables ``names``, all columns of one kind that are so many. A word
    that is a column or a table itself counts its values or rows.
    """
    for count, noun in _COUNTED.findall(question.lower()):
        number = number_of(count)
        known = {stem(name) for name in looked.tables}
        known |= {stem(column) for name in looked.tables for column, _ in looked.columns(name)}
        if number < LEAST or stem(noun) in known or _PICKED.search(noun):
            continue
        for name in names:
            for how, columns in _alike(looked, name):
                if len(columns) == number:
                    yield Family(name, tuple(columns), how, f"{count} {noun}")


def _alike(looked: Looked, name: str) -> Iterator[tuple[str, list[str]]]:
    """The columns of a table by how they are read; numbers, but no ids, by ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for column, _ in looked.columns(name):
        kind = looked.kind(name, column)
        if kind.how == "tidy.number" or (not kind.how and kind.name == "number"):
            found[kind.how].append(column)
    yield from found.items()
