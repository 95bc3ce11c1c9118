"""Results of two sides: ``2:1``."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from husky_kernel.tidy.column import as_series, column_of, read_each
from husky_kernel.tidy.reading import Reading, reading, told

_SCORE = re.compile(r"(\d{1,3})\s*(?:[:\-/]|to|x)\s*(\d{1,3})", re.IGNORECASE)


def score(s: Any) -> pd.DataFrame:
    """Read results of two sides as two columns.

    Parameters
    ----------
    s : Series, list or array
        The column: ``2:1``, ``2-1``, ``2 – 1``, ``2 to 1``.

    Returns
    -------
    DataFrame
        Two columns of Int64, ``first`` and ``second``, with the index of ``s``.

    Warns
    -----
    Unread
        If some values are no results.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.score(["2:1", "0 – 3", "n/a"])
       first  second
    0      2       1
    1      0       3
    2   <NA>    <NA>
    """
    return told("score", read(as_series(s, "score")))  # type: ignore[no-any-return]


def read(series: pd.Series[Any]) -> Reading:
    """What :func:`score` reads, without its warning."""
    column = column_of(series)
    pairs, unread = read_each(column, read_one)
    sides = [column.spread([pair[side] if pair else None for pair in pairs], "Int64") for side in (0, 1)]
    return reading(column, pd.DataFrame({"first": sides[0], "second": sides[1]}), unread)


def read_one(text: str) -> tuple[int, int] | None:
    """The two numbers of one result, or ``None``."""
    match = _SCORE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None
