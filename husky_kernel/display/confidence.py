"""How far an answer can be relied on, in words: the twin of ``widgets/src/confidence.js``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Badge:
    """One confidence: its word, what it means, and its colour as red, green and blue."""

    word: str
    title: str
    tint: str


BADGES: Mapping[str, Badge] = {
    "checked": Badge("checked", "Two independent ways of solving it came to the same answer.", "30,140,70"),
    "computed": Badge(
        "computed", "A program or a search came to it, and nothing speaks against it. It was not checked.", "66,133,244"
    ),
    "unsure": Badge(
        "not sure", "Something speaks against this answer. Read the notes and the steps before you use it.", "230,140,0"
    ),
    "recalled": Badge("from memory", "The model remembers it. Nothing was computed or looked up.", "150,90,220"),
}
"""By the confidence of a trace; an answer of none has no badge."""
