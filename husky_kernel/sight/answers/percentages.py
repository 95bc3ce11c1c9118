"""Percentages that cannot be any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation


def percentages(asked: Expectation, found: list[float], tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told of numbers above 100 or below 0, and of those that look like a share of 1."""
    known = [number for number in found if number == number]
    if any(number < -1e-9 or number > 100 + 1e-6 for number in known) and _of_rows(asked.question, known, tables):
        yield f"a percentage is between 0 and 100, the answer is {max(known, key=abs):g}"
        return
    most = max((len(table) for table in tables.values() if hasattr(table, "columns")), default=0)
    if known and most and 0 < max(known) <= 1 and max(known) < 100 / most:
        yield f"a percentage was asked for, {max(known):g} looks like a share of 1"


def _of_rows(question: str, found: list[float], tables: Mapping[str, Any]) -> bool:
    """Whether a percentage is of the rows of a table: what is used of a budget may be more than all of it."""
    if re.search(r"\b(?:who|that|which) (?!percent)|\bpercent(?:age)? of those\b", question.lower()):
        return True
    of = re.search(r"\bpercent(?:age)? of (?:all |the |those )*(\w+)", question.lower())
    noun = of[1] if of else ""
    return max(map(abs, found)) > 1000 or any(noun and noun in (name.lower(), f"{name.lower()}s") for name in tables)
