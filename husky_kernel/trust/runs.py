"""Runs of words that two texts share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, folded, and where it stands."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words and signs of ``text``."""
    return [Token(match[0].casefold(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


class Index:
    """Texts in which runs of ``size`` tokens and more are found again, in time proportional to what is looked up."""

    def __init__(self, texts: Iterable[str], size: int) -> None:
        self._size = size
        self._words = [[token.text for token in tokens(text)] for text in texts]
        self._at: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for number, words in enumerate(self._words):
            for place in range(len(words) - size + 1):
                self._at.setdefault(tuple(words[place : place + size]), []).append((number, place))

    def runs(self, looked_up: Sequence[Token]) -> list[tuple[int, int]]:
        """The longest runs of ``looked_up`` that stand in a text: first token and the one after the last."""
        found, place, words = [], 0, [token.text for token in looked_up]
        while place + self._size <= len(words):
            length = self._longest(words, place)
            if length:
                found.append((place, place + length))
            place += length or 1
        return found

    def _longest(self, words: list[str], place: int) -> int:
        starts = self._at.get(tuple(words[place : place + self._size]), ())
        return max((self._shared(words, place, *start) for start in starts[:50]), default=0)

    def _shared(self, words: list[str], place: int, number: int, other: int) -> int:
        theirs = self._words[number]
        length = self._size
        while place + length < len(words) and other + length < len(theirs):
            if words[place + length] != theirs[other + length]:
                break
            length += 1
        return length
