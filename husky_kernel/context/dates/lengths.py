"""Spans of time that a question names: "longer than two minutes" is compared with a Timedelta."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.numerals import COUNT, count_of

_LENGTH = re.compile(rf"\b(?P<count>{COUNT})[ -](?P<unit>second|minute|hour|day|week)s?\b")

UNIT = re.compile(r"\b(?:in|how many) (?P<unit>second|minute|hour|day|week)s\b")
"""The unit in which a question asks for what lasts."""


def asked_lengths(question: str, lines: Sequence[str]) -> Iterator[str]:
    """What a span of the question is, where ``lines``, with which a program begins, read spans as such: "two minutes is
    pd.Timedelta(minutes=2)".
    """
    if not any("tidy.duration(" in line and "/ pd.Timedelta" not in line for line in lines):
        return
    for found in _LENGTH.finditer(question.lower()):
        yield f"{found[0]} is pd.Timedelta({found['unit']}s={count_of(found['count'])})"
