"""Last rows that add up the rows above them, or tell their mean."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from husky_kernel.files.layout import blank
from husky_kernel.files.numerals import number_column
from husky_kernel.files.options import counted

_LABEL = re.compile(
    r"(?:(?:grand|sub|over)?[- ]?totals?|totale[ns]?|total g[eé]n[eé]ral|totaal|(?:end|gesamt|zwischen)?summen?|"
    r"sum|somm[ae]|suma|soma|gesamt|gesamtergebnis|insgesamt|all together|altogether|razem|yhteensä|celkem|"
    r"итого|всего|合計|总计|σ|∑|averages?|avg|mean|durchschnitt|mittelwert|moyenne|promedio)[:.]?(?: .*)?",
    re.IGNORECASE,
)
_STARTS = frozenset("gsotezariuymdpGSOTEZARIUYMDPcCивИВ合总σ∑Σ ")
"""Where a label can start: nearly all rows are told by that alone."""


def labelled(body: Sequence[Sequence[Any]]) -> int:
    """How many rows at the end have a label like ``Total`` or ``Average``; two rows must stand above them."""
    most = min(3, len(body) - 2)
    return next((at for at in range(max(0, most)) if not _is_labelled(body[-1 - at])), max(0, most))


def is_total(row: Sequence[Any], above: Sequence[pd.Series[Any]], decimal: str) -> bool:
    """Whether at least one number of a row with such a label is the sum or mean of the numbers above it; of a column
    that stayed texts, since its sign can be read in two ways, by either of them.
    """
    return any(
        _is_sum(total, column)
        for cell, values in zip(row, above, strict=True)
        for sign in ([decimal] if _is_numeric(values) else ".,")
        if (total := _value(cell, sign)) is not None and (column := _numbers(values, sign)) is not None
    )


def _numbers(values: pd.Series[Any], decimal: str) -> pd.Series[Any] | None:
    """The numbers of a column, read with that decimal sign where they are texts; None where some are none."""
    if _is_numeric(values):
        return values
    texts = values.dropna().tolist()
    if not all(isinstance(text, str) and text[:1].isdigit() for text in texts):
        return None
    read = number_column(texts, decimal)
    return None if read is None or read[1] else read[0]


_PARTIAL = re.compile(
    r"(?:sub-?|grand )?totals?\b.*|.*\b(?:sub-?)?total[:.]?|"
    r"(?:zwischen|gesamt)?summe\b.*|.*\b(?:zwischen)?summe|.*\bgesamt",
    re.IGNORECASE,
)
"""What a row is called that adds up those of its group."""
_SUMS = ("total", "summe", "gesamt")

LEAST = 2
"""Rows of totals from which on a table has them between its rows."""


def subtotals(body: Sequence[Sequence[Any]], columns: Sequence[pd.Series[Any]]) -> list[int]:
    """The places of rows that add up the rows between them and the one before, or all above them; none where one of
    those that are called so does not.
    """
    named = [at for at, row in enumerate(body) if _is_partial(row)]
    if not LEAST <= len(named) <= len(body) / 2:
        return []
    numeric = [column.astype(float).fillna(0.0).tolist() for column in columns if _is_numeric(column)]
    above = [0.0] * len(numeric)
    for before, at in zip([-1, *named], named, strict=False):
        own = [math.fsum(values[before + 1 : at]) for values in numeric]
        above = [one + more for one, more in zip(above, own, strict=True)]
        told = [values[at] for values in numeric]
        if not any(total != 0 and _is(total, *sums) for total, *sums in zip(told, own, above, strict=True)):
            return []
    return named


def _is_partial(row: Sequence[Any]) -> bool:
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "").casefold()
    # Nearly all rows are told by these words alone.
    return any(word in first for word in _SUMS) and _PARTIAL.fullmatch(first.strip()) is not None


def _is(total: float, *sums: float) -> bool:
    return any(math.isclose(total, each, rel_tol=1e-9, abs_tol=1e-6) for each in sums)


def without_rows(columns: Sequence[pd.Series[Any]], places: Sequence[int]) -> list[pd.Series[Any]]:
    """The columns without the rows at ``places``."""
    return [column.drop(column.index[[*places]]).reset_index(drop=True) for column in columns]


def told_labels(body: Sequence[Sequence[Any]]) -> str:
    """What is said of rows that have such a label and stay in the table."""
    rows = [row for row in body if _is_labelled(row)]
    return f"{counted(len(rows), 'row')} called a total kept" if rows else ""


def _is_labelled(row: Sequence[Any]) -> bool:
    for cell in row:
        if isinstance(cell, str) and cell and not cell[0].isdigit():
            return cell[0] in _STARTS and _LABEL.fullmatch(cell.strip()) is not None
    return False


def _is_numeric(column: pd.Series[Any]) -> bool:
    return pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype)


def _value(cell: Any, decimal: str) -> float | None:
    if blank(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    read = number_column([cell], decimal or ".") if isinstance(cell, str) else None
    return None if read is None or read[1] else float(read[0].iloc[0])


def _is_sum(total: float, column: pd.Series[Any]) -> bool:
    values = [float(value) for value in column.dropna()]
    if not values:
        return False
    decimals = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    sums = math.fsum(values)
    return total != 0 and any(
        math.isclose(total, wanted, rel_tol=1e-9, abs_tol=0.51 * 10.0**-decimals)
        for wanted in (sums, sums / len(values))
    )
