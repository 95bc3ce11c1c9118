"""Answers rounded as their question says: small models compute the number and forget its form."""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_PLACES = {"whole number": 0, "integer": 0, "ten": -1, "hundred": -2, "thousand": -3, "million": -6, "unit": 0}
_PLACES |= {"ten thousand": -4, "hundred thousand": -5, "tenth": 1, "hundredth": 2, "thousandth": 3}
_PLACES |= {"cent": 2, "dollar": 0}
_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4}

_NEAREST = "|".join(sorted(_PLACES, key=len, reverse=True))
_ASKED = re.compile(
    r",?\s*\b(?:round(?:ed)?(?: off)?(?: (?:your|the|its) \w+| it)? )?"
    rf"to (?:the nearest (?P<nearest>{_NEAREST})\b|(?P<count>{'|'.join(_COUNTED)}|\d) decimals?\b(?: places?\b)?)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\bhow many (whole|full|complete) ", re.IGNORECASE)
_LEFT = re.compile(r"(?<=[.?!])\s*\.")
"""The full stop of a sentence that was nothing but words on rounding."""

_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")


def rounded(answer: str, question: str) -> str:
    """``answer`` to the place that ``question`` names, half up, or down where it asks how many whole ones there are; as
    it is where that is unclear or it is no number.
    """
    places, how = _places(question), ROUND_HALF_UP
    if places is None and _WHOLE.search(question):
        places, how = 0, ROUND_FLOOR
    if places is None or not _NUMBER.fullmatch(answer):
        return answer
    value = Decimal(answer.replace(",", "")).scaleb(places).to_integral_value(how).scaleb(-places)
    return f"{value:.{max(places, 0)}f}"


def unrounded(question: str) -> str:
    """``question`` without the words on rounding that :func:`rounded` heeds."""
    if _places(question) is None:
        return question
    return _LEFT.sub("", _ASKED.sub("", question)).lstrip(" ,")


def _places(question: str) -> int | None:
    """Decimal places, negative before the point; None if ``question`` names none, or more than one."""
    asked = {_place(found) for found in _ASKED.finditer(question)}
    return asked.pop() if len(asked) == 1 else None


def _place(found: re.Match[str]) -> int:
    if found["nearest"]:
        return _PLACES[found["nearest"].lower()]
    return _COUNTED.get(found["count"].lower()) or int(found["count"])
