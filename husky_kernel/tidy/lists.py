"""Lists that stand in the cells of a column."""

from __future__ import annotations

import ast
import json
from typing import Any

import pandas as pd

from husky_kernel.tidy.column import Column, as_series, column_of
from husky_kernel.tidy.reading import Reading, reading, told
from husky_kernel.tidy.words import is_missing

SEPARATORS = (";", "|", "\n", ",")
"""By rank: a column is cut at the first of these that stands in it."""


def items(s: Any, separator: str | None = None) -> pd.Series[Any]:
    """Read the lists in a column's cells: one list a row, ready for ``explode``.

    Read are JSON (``["a", "b"]``), Python lists (``['a', 'b']``), and texts with one separator for the whole column:
    ``;``, else ``|``, else a new line, else a comma. A cell without it is a list of one.

    Parameters
    ----------
    s : Series, list or array
        The column.
    separator : str, optional
        The separator, where it is none of these.

    Returns
    -------
    Series of list
        ``None`` for words of missing and for lists that cannot be read.

    Warns
    -----
    Unread
        If a list begins with a bracket and cannot be read.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.items(["red; blue", "green", ""]).tolist()
    [['red', 'blue'], ['green'], None]
    >>> tidy.items(['["a", "b"]', "['c']", "[]"]).tolist()
    [['a', 'b'], ['c'], []]
    """
    return told("items", read(as_series(s, "items"), separator))  # type: ignore[no-any-return]


def read(series: pd.Series[Any], separator: str | None = None) -> Reading:
    """What :func:`items` reads, without its warning."""
    column = column_of(series)
    cut = separator or separator_of(column)
    read: list[list[Any] | None] = []
    unread = []
    for place, value in enumerate(column.values):
        found = _items(value, cut)
        read.append(found)
        if found is None and not (isinstance(value, str) and is_missing(value)):
            unread.append(place)
    values = [list(found) if code >= 0 and (found := read[code]) is not None else None for code in column.codes]
    whole = pd.Series(values, index=series.index, name=series.name, dtype=object)
    return reading(column, whole, unread, note=cut or "")


def separator_of(column: Column) -> str | None:
    """The separator of a column's texts that are neither JSON nor Python lists."""
    texts = [value for value in column.values if isinstance(value, str) and value.strip()[:1] not in ("[", "(", "{")]
    return next((sign for sign in SEPARATORS if any(sign in text.strip() for text in texts)), None)


def _items(value: object, separator: str | None) -> list[Any] | None:
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if not isinstance(value, str):
        return [value]
    text = value.strip()
    if is_missing(text):
        return None
    if text[:1] in ("[", "(", "{"):
        return literal(text) if literal(text) is not None or text[0] == "[" else _cut(text, separator)
    return _cut(text, separator)


def _cut(text: str, separator: str | None) -> list[Any]:
    return [part for piece in text.split(separator) if (part := piece.strip())] if separator else [text]


def literal(text: str) -> list[Any] | None:
    """A list written in JSON or in Python, or ``None``."""
    for parse in (json.loads, ast.literal_eval):
        try:
            found = parse(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
        return list(found) if isinstance(found, list | tuple | set) else None
    return None
