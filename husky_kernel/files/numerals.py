"""Columns of plain numbers in texts: decimal sign and thousands by evidence over all columns of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from husky_kernel.tidy.separators import Digits, decide
from husky_kernel.tidy.words import is_missing

_KEPT = re.compile(r"(?m)^(?:[-+]?0\d|[-+]?\d{16,}$|\+\d{7,}$)")
"""Leading zeros, identifiers that a float would cut, numbers of telephones."""
_LOOKED_AT = 5_000
_TRIED = 200
_SIGNS = re.compile(r"[-+]?(\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:[eE][-+]?\d{1,3})?")


def _bad_line(decimal: str, thousands: str) -> re.Pattern[str]:
    """A line that is no number with this decimal sign."""
    grouped = "|".join(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+" for sign in thousands)
    number = rf"[-+]?(?:(?:\d+|{grouped})(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d{{1,3}})?"
    return re.compile(rf"(?m)^(?!{number}$).+$")


_GROUPS = {".": ",' \u00a0\u202f", ",": ".' \u00a0\u202f"}
_NOT_NUMBERS = {".": _bad_line(r"\.", _GROUPS["."]), ",": _bad_line(",", _GROUPS[","])}
_DROPPED = {sign: str.maketrans(",", ".", groups) for sign, groups in _GROUPS.items()}
_DROPPED["."] = str.maketrans("", "", _GROUPS["."])


def candidates(columns: Mapping[int, Sequence[str]]) -> dict[int, list[str]]:
    """The cells of those columns that can be numbers under one sign or the other, words for missing left out."""
    result = {}
    for place, cells in columns.items():
        first = _plain([cell for cell in islice(filter(None, cells), _TRIED) if not is_missing(cell)])
        if first and not _fits(first):
            continue
        stripped = [cell for cell in _plain(cells) if cell]
        values = stripped if not stripped or _fits(stripped) else [cell for cell in stripped if not is_missing(cell)]
        if values and _fits(values) and not _KEPT.search("\n".join(values)):
            result[place] = values
    return result


def decimal_signs(columns: Mapping[int, list[str]], sep: str) -> tuple[dict[int, str], list[int]]:
    """The decimal sign of each column, and the columns in which it stays open: those are kept as texts.

    A file is written in one way: a column that can be read in both ways is read as the clear ones are.
    """
    signs: dict[int, str] = {}
    either: dict[int, list[tuple[Digits, int]]] = {}
    for place, values in columns.items():
        amounts = [(Digits(found[1].strip()), 1) for value in _some(values) if (found := _SIGNS.fullmatch(value))]
        points = {(bool(digits.point(".")), bool(digits.point(","))) for digits, _ in amounts if _parted(digits)}
        if not points:
            signs[place] = "."
        elif (True, False) in points and (False, True) in points:
            continue
        elif points == {(True, True)}:
            either[place] = amounts
        else:
            signs[place] = "." if (True, False) in points else ","
    clear = {sign for place, sign in signs.items() if any("." in value or "," in value for value in columns[place])}
    for place, amounts in either.items():
        if len(clear) == 1:
            signs[place] = next(iter(clear))
            continue
        decision = decide(amounts)
        pointed = not any("," in digits.body for digits, _ in amounts)
        if not decision.doubt and not (pointed and decision.decimal == "," and sep != ";"):
            signs[place] = decision.decimal
        elif pointed and sep != ";" and decision.doubt:
            signs[place] = "."  # as programs write three decimals
    return signs, [place for place in either if place not in signs]


def number_column(cells: Sequence[str], decimal: str) -> tuple[pd.Series[Any], dict[str, int]] | None:
    """The numbers of a column and the words for missing in it, or ``None`` if there is something else."""
    plain = _plain(cells)
    words: dict[str, int] = {}
    if _NOT_NUMBERS[decimal].search("\n".join(plain)):
        for place, cell in enumerate(plain):
            if cell and is_missing(cell):
                words[cell] = words.get(cell, 0) + 1
                plain[place] = ""
        if _NOT_NUMBERS[decimal].search("\n".join(plain)):
            return None
    text = "\n".join(plain).translate(_DROPPED[decimal])
    read = text.split("\n")
    whole = re.search(r"[.eE]", text) is None
    if whole and all(read):
        return pd.Series([int(cell) for cell in read], dtype="int64"), words
    return pd.Series([float(cell) if cell else np.nan for cell in read], dtype="float64"), words


def _plain(cells: Sequence[str]) -> list[str]:
    """The cells without blanks around them, and with the usual minus sign."""
    text = "\n".join(cells)
    if text.isascii() and re.search(r"[^\S\n]", text) is None and text.count("\n") == len(cells) - 1:
        return list(cells)  # nearly always, and much faster
    return [cell.strip().replace("\N{MINUS SIGN}", "-") for cell in cells]


def _fits(values: list[str]) -> bool:
    text = "\n".join(values)
    return any(pattern.search(text) is None for pattern in _NOT_NUMBERS.values())


def _some(values: list[str]) -> list[str]:
    """Values from all parts of a long column; one that does not fit is found when the column is read."""
    return list(dict.fromkeys(values[:: 1 + len(values) // _LOOKED_AT]))


def _parted(digits: Digits) -> bool:
    return "." in digits.body or "," in digits.body
