"""The correlation of two columns, as one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, parts_of, spoken
from husky_kernel.context.synonyms import synonyms
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\bcorrelat\w+ (?:is there )?(?:between|of) (?:the |their )?(?P<one>[^\W\d][\w ]*?) (?:and|with|to) "
    r"(?:the |their )?(?P<other>[^\W\d][\w ]*)"
)


def asked_correlation(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How it is computed, of the first table that has both columns."""
    found = _ASKED.search(question.lower())
    for name in names if found else ():
        both = [_named(looked.measured(name), found[part]) if found else "" for part in ("one", "other")]
        if all(both) and both[0] != both[1]:
            one, other = (f"{name_of(name, lines)}[{quoted(column)}]" for column in both)
            yield f"the correlation of {both[0]} and {both[1]} is {one}.corr({other})"
            return


def _named(columns: Sequence[str], said: str) -> str:
    words = {*spoken(said)}
    words |= {other for word in words for other in synonyms(word)} | {deed(word) for word in words}
    for column in columns:
        parts = parts_of(column)
        if parts and all(part in words or deed(part) in words for part in parts):
            return column
    return ""
