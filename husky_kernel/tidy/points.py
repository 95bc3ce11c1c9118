"""Points out of a number that is the same for all: ``7/10``, ``3 out of 5``, ``4 of 5 stars``."""

from __future__ import annotations

import re
from collections.abc import Iterable

_POINTS = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:/|out of|of)\s*(\d{1,4})(?:\s*[^\W\d]+)?\s*", re.IGNORECASE)


def points_out_of(values: Iterable[object]) -> int | None:
    """Out of how many points all texts of ``values`` are given; None unless all are, words for missing aside.

    A single value, or a pair such as ``1/2`` among others of another end, is none.
    """
    found = [_POINTS.fullmatch(value) for value in values if isinstance(value, str) and re.search(r"\d", value)]
    ends = {match[2] for match in found if match}
    if len(found) < 2 or not all(found) or len(ends) != 1:
        return None
    most = int(ends.pop())
    given = [float(match[1].replace(",", ".")) for match in found if match]
    return most if most >= max(3, *given) else None


def points(text: str) -> str:
    """The points in ``text``, without what they are out of; other texts as they are."""
    found = _POINTS.fullmatch(text)
    return found[1] if found else text
