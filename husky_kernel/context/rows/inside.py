"""What stands inside the JSON objects of a column, where a question speaks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.context.first_line import name_of
from husky_kernel.context.linking import mentioned, names_value, phrases
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.context.tables import quoted

ROWS = 200
"""Rows whose objects are looked at."""


def asked_inside(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How what the question names is taken out of such a column: "weight is boxes['meta'].map(…)"."""
    words, asked = {*spoken(question)} - looked.words, phrases(question)
    for name in names:
        for column, values in looked.columns(name):
            if looked.kind(name, column).name != "json" or not words:
                continue
            held = f"{name_of(name, lines)}[{quoted(column)}]"
            for key, kept in _kept(values).items():
                taken = f"{held}.map(lambda each: json.loads(each).get({quoted(key)}), na_action='ignore')"
                said = [text for text in mentioned(kept, asked) if names_value(text, question)]
                if said:
                    yield f"{said[0]} is {taken} == {quoted(said[0])}"
                elif stem(key) in words:
                    yield f"{key} is {taken}"


def _kept(values: Any) -> dict[str, list[Any]]:
    """The keys of a column's objects, in the order in which they come, and different values of each."""
    found: dict[str, list[Any]] = {}
    for text in values.dropna().head(ROWS):
        try:
            read = json.loads(text)
        except (TypeError, ValueError):
            continue
        for key, value in read.items() if isinstance(read, dict) else ():
            kept = found.setdefault(str(key), [])
            if value not in kept:
                kept.append(value)
    return found
