"""Which values of a table a question speaks of: a model must see ``'accident'`` to select it, not any three others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

WORDS = 8
"""Longest phrase of a question that is looked for, in words."""

MOST = 1_000
"""So many different values of one column are worth comparing; the rest is not looked at."""

_EDGES = " \t\n.,;:!?\"'`()[]{}“”‘’"


def phrases(question: str) -> frozenset[str]:
    """Every run of up to ``WORDS`` words, folded, with and without the punctuation at its ends."""
    words = question.casefold().split()
    spans = (words[i : i + n] for n in range(1, WORDS + 1) for i in range(len(words) - n + 1))
    found = {" ".join(span) for span in spans}
    found |= {phrase.strip(_EDGES) for phrase in found}
    return frozenset(phrase.removesuffix("'s") for phrase in found) | found


def loose_phrases(question: str) -> frozenset[str]:
    """The same, and each without an "s" at its end: "guest trips" and "guests" speak of a guest."""
    found = phrases(question)
    return found | {phrase.removesuffix("s") for phrase in found}


def folded(text: str) -> str:
    """A text without case, and with one blank wherever it has some."""
    return " ".join(text.casefold().split())


def groups_by(column: str, question: str, *, the: bool = False) -> bool:
    """Whether a question names a column as what rows are put together by: "each ward", "with and without ticket"; with
    ``the`` "by the ward".
    """
    between = "(?: the)?" if the else ""
    words = rf"(?:each|every|per|by){between}|with (?:and|or) without(?: an?)?"
    return bool(re.search(rf"\b(?:{words}) {re.escape(column.lower())}\b", question.lower()))


_PUT_TOGETHER = "group|split|sort|order|rank|divid|broke|arrang|list|summar"


def is_means(column: str, question: str) -> bool:
    """Whether a question names a column as that by which something was done: "paid by card", not "grouped by card"."""
    done = rf"\b(?!{_PUT_TOGETHER})(?:\w+ed|paid|bought|sold|sent|made|left|came)"
    return bool(re.search(rf"{done} (?:by|with|via) {re.escape(column.lower())}\b", question.lower()))


def mentioned(values: Iterable[Any], asked: frozenset[str]) -> Iterator[str]:
    """The texts among ``values`` that are phrases of the question, however they are spelt in upper and lower case."""
    for value in values:
        if isinstance(value, str) and len(value) > 1 and folded(value).strip(_EDGES) in asked:
            yield value


def names_value(text: str, question: str) -> bool:
    """Whether ``text``, which the question has, is long enough for a value: two letters only as they are written."""
    if len(text) > 2:
        return True
    says_little = text.casefold() in _SMALL and not text.isupper()
    return len(text) == 2 and not says_little and bool(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", question))


_SMALL = frozenset(("am", "an", "as", "at", "be", "by", "do", "go", "he", "hi", "if", "in", "is", "it", "me", "my"))
_SMALL |= {"no", "of", "oh", "ok", "on", "or", "pm", "so", "to", "up", "us", "we"}
"""Two letters that any sentence has."""
