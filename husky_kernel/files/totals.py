"""A last row that adds up the rows above it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from husky_kernel.files.layout import blank
from husky_kernel.files.numerals import number_column

_LABEL = re.compile(
    r"(?:(?:grand|sub|over)?[- ]?totals?|totale[ns]?|total g[eé]n[eé]ral|totaal|(?:end|gesamt|zwischen)?summen?|"
    r"sum|somm[ae]|suma|soma|gesamt|gesamtergebnis|insgesamt|all together|altogether|razem|yhteensä|celkem|"
    r"итого|всего|合計|总计|σ|∑)\b.*",
    re.IGNORECASE,
)


def has_total(body: Sequence[Sequence[Any]], above: Sequence[pd.Series[Any]], decimal: str) -> bool:
    """Whether the last row of ``body`` is a total: its label says so, and at least one of its numbers is the sum.

    ``above`` are the columns without that row.
    """
    if len(body) < 3 or not any(isinstance(cell, str) and _LABEL.fullmatch(cell.strip()) for cell in body[-1]):
        return False
    sums = [
        _is_sum(total, column)
        for cell, column in zip(body[-1], above, strict=True)
        if _is_numeric(column) and (total := _value(cell, decimal)) is not None
    ]
    return any(sums)


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
    decimals = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return total != 0 and math.isclose(total, math.fsum(values), rel_tol=1e-9, abs_tol=0.51 * 10.0**-decimals)
