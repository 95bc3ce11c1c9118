"""What stands inside the JSON objects of a column, where a question speaks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.context.first_line import COPY, assigned, name_of
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


def object_lines(question: str, looked: Looked, names: Sequence[str]) -> list[str]:
    """The lines that make a row of each object in the lists of a column, with its keys as columns, where the question
    names one of them.
    """
    for name, column, _ in _objects(question, looked, names):
        (read,) = assigned(name, {column: "tidy.items(…)"})
        each = f".explode({quoted(column)}).dropna(subset=[{quoted(column)}]).reset_index(drop=True)"
        return [read + each, f"{COPY} = {COPY}.join(pd.json_normalize({COPY}[{quoted(column)}].tolist()))"]
    return []


def told_keys(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Where the keys are that the question names, once :func:`object_lines` have made them columns."""
    begun = object_lines(question, looked, names)
    for _, column, keys in _objects(question, looked, names) if begun and begun[-1] in lines else ():
        held = ", ".join(f"{COPY}[{quoted(key)}]" for key in keys)
        yield f"{COPY} has a row for each of {column}, with {held}"


def _objects(question: str, looked: Looked, names: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """The first column of the likeliest table whose lists hold objects with a key that the question names, which is no
    column yet; and all their keys.
    """
    words = {*spoken(question)} - looked.words
    for name in names[:1]:
        columns = {column for column, _ in looked.columns(name)}
        for column, values in looked.columns(name):
            keys = _keys_in_lists(values) if looked.kind(name, column).how == "tidy.items" else []
            if any(stem(key) in words for key in keys) and not columns & {*keys}:
                yield name, column, keys
                return


def _keys_in_lists(values: Any) -> list[str]:
    """The keys of the objects that stand in the lists of a column, in the order in which they come."""
    found: dict[str, None] = {}
    for text in values.dropna().head(ROWS):
        try:
            read = json.loads(text) if isinstance(text, str) else text
        except ValueError:
            continue
        if not isinstance(read, list) or not all(isinstance(each, dict) for each in read):
            return []
        found |= dict.fromkeys(str(key) for each in read for key in each)
    return [*found]


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
