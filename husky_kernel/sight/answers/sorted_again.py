"""A table that is to be sorted keeps its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from husky_kernel.sight.answers.shapes import rows

_SORTS = re.compile(
    r"^(?:(?:and|now|then|please|ok)\W+)*(?:sort|order|rank|arrange) (?:that|it|them|this|these|those)\b"
)
_ROWS = re.compile(r"^(\d[\d,]*) rows: ")


def resized(question: str, before: str, value: Any) -> Iterator[str]:
    """Why ``value`` is not what was there before in another order: ``before`` told the rows of that, "3 rows: …"."""
    told, count = _ROWS.match(before), rows(value)
    if told is None or count is None or not _SORTS.search(question.strip().lower()):
        return
    if re.search(r"\b(?:top|only|first \w+|last \w+|\d+)\b", question.lower()):
        return
    if count != int(told[1].replace(",", "")):
        yield f"the table to sort has {told[1]} rows, the answer has {count}: sort what the program before came to"
