"""Cuts text into passages of about 120 words that begin and end at paragraphs or sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WORDS = 120
MAX_WORD = 200

_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'“(\[]?[A-Z0-9])")


def sentences(text: str) -> list[str]:
    """Sentences of ``text`` on one line each; abbreviations may cut one short."""
    return [sentence for sentence in _SENTENCE.split(" ".join(text.split())) if sentence]


def chunks(text: str, words: int = WORDS) -> Iterator[str]:
    """Pieces of at most ``words`` words; words longer than :data:`MAX_WORD` letters are no words and fall out."""
    held: list[str] = []
    for unit in _units(text, words):
        if held and len(held) + len(unit) > words:
            yield " ".join(held)
            held = []
        held.extend(unit)
    if held:
        yield " ".join(held)


def _units(text: str, words: int) -> Iterable[list[str]]:
    """Paragraphs as lists of words; a long paragraph by its sentences, a long sentence by force."""
    for paragraph in _PARAGRAPH.split(text):
        split = _words(paragraph)
        if len(split) <= words:
            yield split
            continue
        for sentence in sentences(paragraph):
            split = _words(sentence)
            yield from (split[start : start + words] for start in range(0, len(split), words))


def _words(text: str) -> list[str]:
    return [word for word in text.split() if len(word) <= MAX_WORD]
