"""One of a thing and several of it, as English writes them."""

from __future__ import annotations

_SAME = ("ss", "us", "is")
"""Endings of words that stand for one thing: class, status, analysis."""

_HISSED = ("sses", "xes", "ches", "shes", "zzes")
"""Endings of plurals that take an e: classes, boxes, matches."""


def singular(word: str) -> str:
    """``word`` without the ending of its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and (word.endswith(_HISSED) or (word.endswith("uses") and word[-5] not in "ao")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_SAME) else word


def plural(noun: str) -> str:
    """``noun`` with the ending of its plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") else f"{noun}{'es' if noun.endswith(('x', 'ch', 'sh')) else 's'}"
