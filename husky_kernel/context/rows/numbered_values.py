"""Numbers that a question gives with the name of a column: "at 24 hours", "in round 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted

DISTINCT = 200
"""Different numbers of a column that are looked at."""

_NUMBER = r"(?P<number>\d+(?:\.\d+)?)"
_BEFORE = rf"\b(?:at|in|for|of|on) (?:the )?{_NUMBER} (?P<after>[^\W\d_]{{2,}})\b"
_BEHIND = rf"\b(?P<name>[^\W\d_]{{2,}}) (?:no\. ?|nr\. ?|number |= ?)?{_NUMBER}\b(?![.,:/-]?\d| ?%| per ?cent)"
_NAMED = (re.compile(_BEHIND), re.compile(_BEFORE))
_COMPARED = re.compile(r"\b(?:than|least|most|over|under|above|below|up to|every|each|first|last|next|top|to|from)\W*$")
"""Words before a number that is compared with, or says how many."""


def asked_numbers(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """The rows of each such number: "24 hours is d['hour'] == 24"; of the tables ``names``, where it stands there."""
    asked, done = question.lower(), set()
    for found in (found for pattern in _NAMED for found in pattern.finditer(asked)):
        word = found["after"] if "after" in found.groupdict() else found["name"]
        if _COMPARED.search(asked[: found.start()]) or _COMPARED.search(asked[: found.start("number")]):
            continue
        for name in names:
            column = next((one for one, values in looked.columns(name) if _is(one, word, values, found)), None)
            if column is not None and (column, found["number"]) not in done:
                done.add((column, found["number"]))
                spoken = found[0] if found[0].startswith(word) else f"{found['number']} {word}"
                yield f"{spoken} is {name_of(name, lines)}[{quoted(column)}] == {found['number']}"
                break


def _is(column: str, word: str, values: Any, found: re.Match[str]) -> bool:
    """Whether ``word`` is what a column of numbers is called, and it has the number."""
    if stem(column) != stem(word) or getattr(values.dtype, "kind", "O") not in "iuf":
        return False
    different = values.dropna().unique()
    return len(different) <= DISTINCT and float(found["number"]) in {float(each) for each in different}
