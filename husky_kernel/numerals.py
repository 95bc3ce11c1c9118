"""Numbers that a question writes as words."""

from __future__ import annotations

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

COUNT = rf"half an?|an?|\d+(?:\.\d+)?|{'|'.join(WORDS)}"
"""How many of a unit: "half an hour", "2.5 hours", "two hours"."""


def number_of(text: str) -> int:
    """The number of a word, or of digits."""
    return WORDS.index(text) + 1 if text in WORDS else int(text)


def count_of(text: str) -> str:
    """What :data:`COUNT` matches, in digits."""
    if text.startswith("half"):
        return "0.5"
    return "1" if text in ("a", "an") else str(number_of(text)) if text in WORDS else text
