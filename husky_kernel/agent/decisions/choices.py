"""Questions that say among which answers to choose."""

from __future__ import annotations

import re
from operator import eq

from husky_kernel.agent.grammar import words

_LISTED = re.compile(r"\b(?:options|choices): *(?P<listed>[^\n]+)", re.IGNORECASE)


def chosen(answer: str, question: str) -> str:
    """``answer`` in the words of the one option that it names, where ``question`` lists some after "Options:"."""
    found = _LISTED.search(question)
    options = [option.strip(" .") for option in re.split(r", |; ", found["listed"])] if found else []
    said = words(answer)
    for alike in (eq, _part_of):
        named = [option for option in options if said and alike(said, words(option))]
        if len(named) == 1:
            return named[0]
    return answer


def _part_of(said: list[str], option: list[str]) -> bool:
    """Whether one stands in the other, word for word."""
    short, long = sorted((said, option), key=len)
    starts = range(len(long) - len(short) + 1)
    return bool(short) and any(long[start : start + len(short)] == short for start in starts)
