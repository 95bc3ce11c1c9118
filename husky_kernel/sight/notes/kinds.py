"""What a column holds, as far as a note needs it: texts, texts that are numbers or dates, spellings of one value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

SAMPLE = 20_000
"""Values of a column that are looked at, taken evenly from all of it."""

DISTINCT = 2_000
"""Distinct values up to which spellings are compared: beyond, they are names of single things."""

_NUMBER = re.compile(
    r"\s*[-+−(]?\s*(?:[$€£¥]|[A-Z]{3}\s)?\s*[-+−]?\d[\d.,'’ \u00a0\u202f]*\s*(?:[$€£¥%kKM]|[A-Z]{3})?\s*\)?-?\s*"
)
_DATE = re.compile(r"\s*\d{1,2}([./-])\d{1,2}\1\d{2,4}\b.*")
_ISO = re.compile(r"\d{4}-\d\d-\d\d\b.*")


def sample(column: Any) -> Any:
    """At most :data:`SAMPLE` values."""
    step = -(-len(column) // SAMPLE)
    return column if step <= 1 else column.iloc[::step]


def holds_text(column: Any) -> bool:
    """Whether all values that are not missing are texts."""
    dtype = str(getattr(column, "dtype", ""))
    if dtype in ("str", "string") or dtype.startswith("string"):
        return len(column) > 0
    if dtype == "category":
        return holds_text(column.cat.categories.to_series())
    return dtype == "object" and _all_texts(sample(column).dropna())


def texts(column: Any) -> list[str]:
    """Distinct texts of a sample."""
    return [text for text in sample(column).dropna().unique() if isinstance(text, str)]


def read_as(column: Any) -> str:
    """``numbers`` or ``dates`` for a column of texts that nearly all are such, empty for others."""
    found = texts(column)[:500]
    if not found or not holds_text(column):
        return ""
    for kind, pattern in (("dates", _DATE), ("dates", _ISO), ("numbers", _NUMBER)):
        if sum(pattern.fullmatch(text) is not None for text in found) >= 0.8 * len(found):
            return kind
    return ""


def in_order(found: Iterable[str]) -> bool:
    """Whether texts sort as what they stand for: ISO dates of one form, numbers of one length without sign."""
    forms = {re.sub(r"\d", "0", text.strip()) for text in found}
    one = forms.pop() if len(forms) == 1 else ""
    return bool(_ISO.fullmatch(one) or re.fullmatch("0+(?:[.,]0+)?", one))


def plain(text: str) -> str:
    """``text`` in small letters, blanks at its ends and doubled ones left out."""
    return " ".join(text.split()).casefold()


def spellings(values: Iterable[Any]) -> list[tuple[str, ...]]:
    """Texts that differ by case and blanks only, together; the case of a single letter may mean something."""
    found: dict[str, list[str]] = {}
    for value in values:
        if isinstance(value, str):
            found.setdefault(plain(value), []).append(value)
    return [tuple(same) for key, same in found.items() if len(same) > 1 and (len(key) > 1 or _one_letter(same))]


def listed(values: Iterable[Any], most: int = 3) -> str:
    """The first few values: "'a', 'b', …"."""
    told = [value.item() if hasattr(value, "item") else value for value in values]
    return ", ".join([*(repr(value) for value in told[:most]), *(["…"] if len(told) > most else [])])


def _one_letter(same: Iterable[str]) -> bool:
    return len({text.strip() for text in same}) == 1


def _all_texts(values: Any) -> bool:
    return len(values) > 0 and all(isinstance(value, str) for value in values.head(200))
