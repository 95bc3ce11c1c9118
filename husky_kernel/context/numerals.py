"""Numbers that a question writes as words."""

from __future__ import annotations

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number_of(text: str) -> int:
    """The number of a word, or of digits."""
    return WORDS.index(text) + 1 if text in WORDS else int(text)
