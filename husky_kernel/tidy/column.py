"""A column as its different values and the place of each, so that every value is read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from husky_kernel.tidy.words import is_missing

_UNUSUAL = re.compile(r"[^\x00-\x7f]")
_SIGNS = {
    "\N{MINUS SIGN}": "-",
    "\N{SMALL HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{HYPHEN}": "-",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": "'",
    "\N{ZERO WIDTH SPACE}": "",
    "\N{LEFT-TO-RIGHT MARK}": "",
    "\N{RIGHT-TO-LEFT MARK}": "",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "",
}


@dataclass(frozen=True, eq=False)
class Column:
    """A Series, its different values, and for each row the place of its value (-1: missing)."""

    series: pd.Series[Any]
    codes: np.ndarray[Any, np.dtype[np.intp]]
    values: Sequence[Any]

    @property
    def counts(self) -> np.ndarray[Any, np.dtype[np.intp]]:
        """In how many rows each value stands."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    def spread(self, read: Sequence[Any] | np.ndarray[Any, Any], dtype: Any) -> pd.Series[Any]:
        """What was read of each different value, put back into the rows; ``None`` and missing rows become missing."""
        filled = (
            pd.array([*read, None], dtype=dtype) if not isinstance(dtype, np.dtype) else np.array(read, dtype=dtype)
        )
        return pd.Series(filled[self.codes], index=self.series.index, name=self.series.name)


def as_series(values: Any, function: str) -> pd.Series[Any]:
    """Any one-dimensional values as a Series.

    Raises
    ------
    TypeError
        If ``values`` is a table or a single value.
    """
    if isinstance(values, pd.Series):
        return values
    if isinstance(values, str) or not hasattr(values, "__len__") or getattr(values, "ndim", 1) != 1:
        raise TypeError(f"tidy.{function} reads one column (a Series, list or array), not {type(values).__name__}.")
    if hasattr(values, "to_pylist"):  # pyarrow
        return pd.Series(values.to_pylist(), dtype=None if len(values) else object)
    if hasattr(values, "to_list") and not isinstance(values, pd.Index):  # polars
        return pd.Series(values.to_list(), name=getattr(values, "name", None), dtype=None if len(values) else object)
    return pd.Series(values, dtype=None if len(values) else object)


F = TypeVar("F", bound=Callable[..., Any])


def of_tables(read: F) -> F:
    """Has ``read``, which reads a column, read each column of a DataFrame too."""

    @wraps(read)
    def each(s: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(s, pd.DataFrame):
            return read(s, *args, **options)
        columns = [read(s.iloc[:, place], *args, **options) for place in range(s.shape[1])]
        return pd.concat(columns, axis=1).set_axis(s.columns, axis=1) if columns else s.copy()

    return each  # type: ignore[return-value]


def column_of(series: pd.Series[Any]) -> Column:
    """The different values of a Series; values that cannot be compared (lists) each count as different."""
    plain = series.astype(object) if isinstance(series.dtype, pd.CategoricalDtype) else series
    try:
        codes, values = pd.factorize(plain)
    except TypeError:
        absent = plain.map(lambda value: value is None or value is pd.NA or value != value).to_numpy(dtype=bool)
        codes, values = np.where(absent, -1, np.cumsum(~absent) - 1), plain[~absent].array
    return Column(series, codes, values.tolist() if hasattr(values, "tolist") else list(values))


def plain(value: str) -> str:
    """A text with usual digits, blanks, minus signs and apostrophes, without blanks around it."""
    return (value if value.isascii() else _UNUSUAL.sub(_usual, value)).strip()


def _usual(match: re.Match[str]) -> str:
    return _usual_sign(match.group())


@cache
def _usual_sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isspace():
        return " "
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return unicodedata.normalize("NFKC", sign) if "\uff00" <= sign <= "\uffef" else sign


def read_each(column: Column, reader: Callable[[str], Any]) -> tuple[list[Any], list[int]]:
    """Each different text as ``reader`` reads it, and the places of those that it does not read (``None``).

    Words for missing are missing, not unread. What is no text is read as its text.
    """
    read: list[Any] = []
    unread: list[int] = []
    for place, value in enumerate(column.values):
        text = plain(value if isinstance(value, str) else str(value))
        absent = is_missing(text)
        result = None if absent else reader(text)
        if result is None and not absent:
            unread.append(place)
        read.append(result)
    return read, unread
