"""What stands inside the JSON objects of a column, where a question speaks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.context.tables import quoted

ROWS = 200
"""Rows whose objects are looked at."""


def asked_inside(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How what the question names is taken out of such a column: "weight is boxes['meta'].map(…)"."""
    words = {*spoken(question)} - looked.words
    for name in names:
        for column, values in looked.columns(name):
            if looked.kind(name, column).name != "json" or not words:
                continue
            held = f"{name_of(name, lines)}[{quoted(column)}]"
            for key in (key for key in _keys(values) if stem(key) in words):
                yield f"{key} is {held}.map(lambda each: json.loads(each).get({quoted(key)}), na_action='ignore')"


def _keys(values: Any) -> list[str]:
    """The keys of a column's objects, in the order in which they come."""
    found: dict[str, None] = {}
    for text in values.dropna().head(ROWS):
        try:
            read = json.loads(text)
        except (TypeError, ValueError):
            continue
        found |= dict.fromkeys(map(str, read)) if isinstance(read, dict) else {}
    return [*found]
