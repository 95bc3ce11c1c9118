"""From cells to columns: numbers, dates and truth values where all cells are such, else texts as they are."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from husky_kernel.files.layout import blank
from husky_kernel.files.numerals import candidates, decimal_signs, number_column
from husky_kernel.files.options import Found, Options, counted
from husky_kernel.tidy.words import is_missing

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?")
_TRUTH = {"true": True, "false": False}
_MISSING = frozenset(
    {"NA", "N/A", "n/a", "NaN", "nan", "-NaN", "-nan", "NULL", "null", "<NA>", "#N/A", "#N/A N/A", "#NA", "1.#QNAN"}
)
"""What programs write for missing, as pandas reads it, without ``None`` and the empty text."""
_STORED = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
_LONG = 10**15
"""Whole numbers from here on can be identifiers: gaps do not make them floats."""
_CODE = re.compile(r"[A-Z]{1,3}\d?")


def text_columns(
    names: Sequence[str], body: Sequence[Sequence[str]], options: Options, found: Found, sep: str
) -> tuple[list[pd.Series[Any]], str]:
    """The columns of a table of texts, and the decimal sign of the file (empty: none was seen)."""
    cells = {place: [row[place] for row in body] for place in range(len(names))}
    able = candidates(cells)
    signs, unclear = (dict.fromkeys(able, options.decimal), []) if options.decimal else decimal_signs(able, sep)
    columns = []
    for place, name in enumerate(names):
        numbers = number_column(cells[place], signs[place]) if place in signs else None
        if numbers is None:
            columns.append(_text_column(cells[place], name, options, found))
            continue
        columns.append(numbers[0])
        _tell_missing(numbers[1], name, found)
    if unclear:
        told = " and ".join(repr(names[place]) for place in unclear[:3])
        found.add(f"{told} kept as text (thousands or decimals: give decimal='.' or ',')")
    used = {signs[place] for place in signs if any(signs[place] in value for value in able[place])}
    return columns, used.pop() if len(used) == 1 else ""


def _text_column(cells: Sequence[str], name: str, options: Options, found: Found) -> pd.Series[Any]:
    words = _words(cells, options)
    kept = [None if not cell.strip() or cell.strip() in words else cell for cell in cells]
    counts = Counter(cell.strip() for cell in cells if cell.strip() in words and cell.strip())
    values = [cell for cell in kept if cell is not None]
    if values and options.missing is None and "NA" in values:
        found.add(f"'NA' in {name!r} kept as a code")
    _tell_missing(counts, name, found)
    if values and all(cell.startswith(" ") for cell in values):
        kept = [None if cell is None else cell.strip() for cell in kept]
    return _typed(kept, options)


def _words(cells: Sequence[str], options: Options) -> frozenset[str]:
    """The words that mean missing in a column: NA is a value where the others are codes, such as DE and FR."""
    if options.missing is not None:
        return frozenset(options.missing)
    others = {cell.strip() for cell in cells} - _MISSING - {""}
    codes = sum(_CODE.fullmatch(other) is not None for other in others)
    return _MISSING - {"NA"} if others and codes >= 0.6 * len(others) else _MISSING


def _tell_missing(words: dict[str, int], name: str, found: Found) -> None:
    for word, number in words.items():
        found.add(f"{counted(number, 'cell')} {word!r} in {name!r} read as missing")


def _typed(cells: Sequence[Any], options: Options) -> pd.Series[Any]:
    """Truth values and ISO dates where all cells are such, else texts."""
    values = [cell for cell in cells if cell is not None]
    if values and all(cell.strip().casefold() in _TRUTH for cell in values):
        read = [None if cell is None else _TRUTH[cell.strip().casefold()] for cell in cells]
        return pd.Series(read, dtype="bool" if len(values) == len(cells) else "boolean")
    if options.dates and values and all(_ISO.fullmatch(cell) for cell in values):
        try:
            return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object), format="ISO8601"))
        except ValueError:  # such as 2024-02-30
            pass
    return pd.Series(cells, dtype="str")


def value_column(cells: Sequence[Any], options: Options, name: str, found: Found) -> pd.Series[Any]:
    """A column of values that have a type, as workbooks, databases and JSON give them."""
    if {type(cell) for cell in cells} >= {str} and any(type(cell) in (int, float) for cell in cells):
        cells = _numbers_among(cells, name, found)
    values = [cell for cell in cells if not blank(cell)]
    kinds = {type(cell) for cell in values}
    kept = [None if blank(cell) else cell for cell in cells]
    if not values:
        return pd.Series(kept, dtype="str")
    if kinds == {str}:
        return _typed(kept, options)
    if kinds <= {int, float}:
        return _number_values(kept, values)
    if kinds == {bool}:
        return pd.Series(kept, dtype="bool" if len(values) == len(cells) else "boolean")
    if kinds <= {datetime.date, datetime.datetime}:
        return pd.Series(pd.to_datetime(pd.Series(kept, dtype=object)))
    return pd.Series(kept, dtype=object).infer_objects()


def _numbers_among(cells: Sequence[Any], name: str, found: Found) -> Sequence[Any]:
    """Numbers with words for missing and with numbers stored as texts among them, as in sheets; else as they are."""
    texts = Counter(cell.strip() for cell in cells if isinstance(cell, str) and cell.strip())
    words = {text: count for text, count in texts.items() if is_missing(text)}
    stored = {text: count for text, count in texts.items() if _STORED.fullmatch(text)}
    if len(words) + len(stored) < len(texts):
        return cells
    _tell_missing(words, name, found)
    found.add(f"{counted(sum(stored.values()), 'text')} in {name!r} read as numbers" if stored else "")
    read = {text: float(text) if "." in text else int(text) for text in stored}
    return [read.get(cell.strip()) if isinstance(cell, str) else cell for cell in cells]


def _number_values(kept: Sequence[Any], values: Sequence[Any]) -> pd.Series[Any]:
    """Whole numbers stay whole; those that a float would cut are never made one."""
    whole = all(isinstance(value, int) or value.is_integer() for value in values)
    largest = max(abs(value) for value in values)
    if whole and largest >= 2**63:
        return pd.Series([None if cell is None else str(int(cell)) for cell in kept], dtype="str")
    if whole and largest != float("inf") and (len(values) == len(kept) or largest >= _LONG):
        read = [None if cell is None else int(cell) for cell in kept]
        return pd.Series(read, dtype="int64" if len(values) == len(kept) else "Int64")
    return pd.Series([float("nan") if cell is None else float(cell) for cell in kept], dtype="float64")
