"""WikiTableQuestions' denotation accuracy (Pasupat and Liang 2015, arXiv 1508.00305), by its official rules.

A target is a set of items. A prediction is right if it has as many items and each target matches one of them: equal
after normalisation (no accents, citations, trailing parentheses, outer quotes or final period; lower case), or equal
as numbers (1e-6) or as dates ``yyyy-mm-dd`` with ``xx`` for what is unknown. The official targets come with numbers
that a tagger read; here those of ``12,000`` and ``$10,000`` are read by the same simple rule on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

Value = tuple[str, float | tuple[int, int, int] | None]
"""An item: its normalised text, and the number or date it can be read as."""

_QUOTES = {ord(c): "'" for c in "‘’´`"} | {ord(c): '"' for c in "“”"} | {ord(c): "-" for c in "‐‑‒–—−"}
_CITATION = re.compile(r"((?<!^)\[[^\]]*\]|\[\d+\]|[•♦†‡*#+])*$")
_DETAILS = re.compile(r"(?<!^)( \([^)]*\))*$")
_NUMBER = re.compile(r"[$€£]?(-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[-+]?\d+)?)")


def same_denotation(said: Iterable[object], targets: Iterable[str]) -> bool:
    """Whether the items of a prediction are those of the target."""
    one = {value_of(item) for item in said}
    other = {value_of(item) for item in targets}
    return len(one) == len(other) and all(any(_match(target, item) for item in one) for target in other)


def value_of(item: object) -> Value:
    """An item as text, and as number or date where it can be read so."""
    if isinstance(item, bool):
        return ("yes" if item else "no", None)
    text = str(item)
    match = _NUMBER.fullmatch(text.strip().lower())
    if match and re.search(r"\d", text):
        return (normalized(text), float(match[1].replace(",", "")))
    return (normalized(text), _date(text))


def normalized(text: str) -> str:
    """A text by the official rules of normalisation."""
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    text, before = text.translate(_QUOTES), ""
    while text != before:
        before = text
        text = _DETAILS.sub("", _CITATION.sub("", text.strip()).strip())
        text = re.sub(r'^"([^"]*)"$', r"\1", text.strip())
    return " ".join(text.removesuffix(".").lower().split())


def _date(text: str) -> float | tuple[int, int, int] | None:
    match = re.fullmatch(r"(\d{1,4}|xx|xxxx)-(\d\d?|xx)-(\d\d?|xx)(?: 00:00:00)?", text.strip().lower())
    if not match:
        return None
    year, month, day = (-1 if part.startswith("x") else int(part) for part in match.groups())
    if month > 12 or day > 31 or (year, month, day) == (-1, -1, -1):
        return None
    return float(year) if month == day == -1 else (year, month, day)


def _match(target: Value, item: Value) -> bool:
    if target[0] == item[0]:
        return True
    one, other = target[1], item[1]
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-6
    return one is not None and one == other
