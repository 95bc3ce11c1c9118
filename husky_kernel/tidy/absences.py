"""Words and numbers that stand for missing values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import as_series, column_of, of_tables, plain
from husky_kernel.tidy.words import missing_among

_NINES = tuple(int("9" * digits) for digits in range(2, 11))
SENTINELS = frozenset((*_NINES, *(-number for number in _NINES), -1, -99.9, -999.9, 999.9))


@of_tables
def missing(s: Any) -> pd.Series[Any]:
    """Make words and numbers that stand for missing values missing.

    Words are ``n/a``, ``unknown``, ``-``, ``?``, ``#N/A``, ``k.A.`` and their like. A number such as -999 or 9999 is
    taken for missing only if it stands in at least two rows and far outside of all others: further than these spread,
    or negative where no other is; -1 where all others are 2 and more.

    Parameters
    ----------
    s : Series, list or array
        The column.

    Returns
    -------
    Series
        The other values stay as they are: numbers stay numbers, texts stay texts.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.missing(["12", "n/a", "?", "15"]).isna().tolist()
    [False, True, True, False]
    >>> tidy.missing([21.5, 19.0, -999, 22.0, -999]).tolist()
    [21.5, 19.0, nan, 22.0, nan]
    """
    series = as_series(s, "missing")
    if pd.api.types.is_bool_dtype(series.dtype) and not isinstance(series.dtype, pd.CategoricalDtype):
        return series
    if pd.api.types.is_numeric_dtype(series.dtype):
        return series.mask(series.isin(sentinels(series))) if sentinels(series) else series
    column = column_of(series)
    is_missing = missing_among(column.values)
    words = [isinstance(value, str) and is_missing(plain(value)) for value in column.values]
    numbers = pd.to_numeric(series.where(~_at(column.codes, words)), errors="coerce")
    odd = (
        numbers.isin(sentinels(numbers))
        if numbers.notna().sum() == series.notna().sum() - _at(column.codes, words).sum()
        else False
    )
    return series.mask(_at(column.codes, words) | odd)


def sentinels(numbers: pd.Series[Any]) -> list[float]:
    """The numbers of a column that seem to mean missing."""
    if not pd.api.types.is_numeric_dtype(numbers.dtype) or not {numbers.min(), numbers.max()} & SENTINELS:
        return []
    present = numbers.dropna()
    if len(present) < 4:
        return []
    counts = present.value_counts()
    found = [value for value in counts.index if value in SENTINELS and counts[value] > 1]
    rest = counts.index.difference(found)
    if not found or not len(rest):
        return []
    low, high = float(rest.min()), float(rest.max())
    return [float(value) for value in found if _is_far(float(value), low, high)]


def _is_far(value: float, low: float, high: float) -> bool:
    if value < 0 <= low and (value <= -99 or (value == -1 and low >= 2)):
        return True
    return max(low - value, value - high) > max(high - low, 1.0)


def _at(codes: np.ndarray[Any, Any], words: list[bool]) -> np.ndarray[Any, Any]:
    at: np.ndarray[Any, Any] = np.array([*words, False], dtype=bool)[codes]
    return at
