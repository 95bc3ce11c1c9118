"""Amounts that a question asks for by their unit: "how many tons" is the column that is written in kg and t."""

from __future__ import annotations

import re
from collections.abc import Iterator

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.tidy.units.measures import factor

UNITS = re.compile(r"(?i)\b(?:in|how many|the|total) ([^\W\d_]+(?:/[^\W\d_]+)?[²³]?)(?!\w)")
"""A unit that a question asks for."""

_BASES = ("g", "m", "l", "w", "wh", "m²", "m/s")


def asked_quantity(question: str, looked: Looked) -> Iterator[tuple[str, str]]:
    """The table and column whose amounts are in such a unit, where one alone is."""
    named = {*looked.words, *map(stem, looked.tables)}  # "the meter" may be a table
    words = (word.removesuffix("s") for word in UNITS.findall(question.lower()) if stem(word) not in named)
    units = [word for word in words if any(factor(word, base) is not None for base in _BASES)]
    columns = [(name, column) for name in looked.tables for column, _ in looked.columns(name)] if units else []
    found = [each for each in columns if any(looked.kind(*each).is_in(unit) for unit in units)]
    if len(found) == 1:
        yield found[0]
