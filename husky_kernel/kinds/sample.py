"""The part of a column that its kind is told from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import Column, column_of, plain
from husky_kernel.tidy.words import missing_among

BIG = 20_000
ROWS = 2_000
DIFFERENT = 1_000
ENOUGH = 0.95
"""A kind is claimed where at least this share of the values fits."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, eq=False)
class Sample:
    """Different values of a column: all of 2,000, or 1,000 that are spread over more."""

    column: Column
    texts: list[str]
    """The different values that are not missing, as plain texts."""
    raw: list[Any]
    """The same values as they stand there."""
    counts: list[int]
    words: list[str]
    """The words for missing that occur, as they stand there."""
    missing: int
    whole: int
    """How many rows of the column hold a value."""
    hint: frozenset[str]
    """The words of the column's name, in lower case."""

    @property
    def rows(self) -> int:
        """How many rows of the sample hold a value."""
        return sum(self.counts)

    def told(self, rows: int) -> str:
        """A number of the sample's rows as a number of the column's."""
        return str(rows) if self.whole <= self.rows else f"about {round(rows * self.whole / self.rows)}"

    def part(self, size: int) -> list[str]:
        """Some of the texts, spread over all of them."""
        return self.texts[:: max(1, len(self.texts) // size)]


def sample(series: pd.Series[Any], name: str) -> Sample:
    """Draw the sample of a column."""
    whole = len(series)
    absent = int(series.isna().sum())
    if whole > BIG:
        series = series.iloc[spread(whole, ROWS)]
    column = column_of(series)
    counts = column.counts
    places = range(len(column.values)) if len(column.values) <= ROWS else spread(len(column.values), DIFFERENT).tolist()
    texts, raw, found, words, blank = [], [], [], [], 0
    is_missing = missing_among(column.values[place] for place in places)
    for place in places:
        value = column.values[place]
        text = plain(value) if isinstance(value, str) else str(value)
        if isinstance(value, str) and is_missing(text):
            words.append(value)
            blank += int(counts[place])
            continue
        texts.append(text)
        raw.append(str(value) if isinstance(value, str) else value)  # of numpy or of Python
        found.append(int(counts[place]))
    missing = absent + round(blank * whole / max(len(series), 1))
    return Sample(column, texts, raw, found, words, missing, whole - missing, hint(name))


def spread(size: int, wanted: int) -> np.ndarray[Any, Any]:
    """Places spread evenly over ``size``."""
    return np.linspace(0, size - 1, wanted).astype(int)


def hint(name: str) -> frozenset[str]:
    """The words of a column's name: ``ShipDay`` and ``ship_day`` have two."""
    apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])", " ", name)
    return frozenset(word.casefold() for word in _WORD.findall(apart.replace("_", " ")))
