"""The kinds of columns whose type is a number already."""

from __future__ import annotations

from typing import Any

import pandas as pd

from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.names import DATES, IDENTIFIERS
from husky_kernel.kinds.sample import Sample
from husky_kernel.tidy.absences import sentinels
from husky_kernel.tidy.date_forms import written
from husky_kernel.tidy.dates import SERIALS


def numeric_kind(series: pd.Series[Any], found: Sample) -> Kind:
    """The kind of a column of numbers."""
    dtype = str(series.dtype)
    numbers = [float(value) for value in found.raw if not isinstance(value, complex)]
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 0.0)
    whole = all(number.is_integer() for number in numbers)
    if whole and sorted(numbers) == [0.0, 1.0]:
        return Kind("truth", "", f"{dtype}, 0 or 1")
    if whole and low > 10_000_000 and high < 30_000_000 and len(numbers) > 2 and _are_days(numbers):
        return Kind("dates", "tidy.date", f"{dtype}, dates like {int(numbers[0])}: tidy.date")
    if found.hint & DATES and low >= SERIALS.start and high < SERIALS.stop:
        return Kind("serial_date", "tidy.date", f"{dtype}, Excel's day numbers like {found.raw[0]}: tidy.date")
    if whole and (high >= 10**15 or (found.hint & IDENTIFIERS and len(numbers) > 0.9 * found.rows)):
        return Kind("id", "", f"{dtype}, identifiers")
    odd = sentinels(series)
    if odd:
        shown = " and ".join(f"{number:g}" for number in odd)
        return Kind("number", "tidy.missing", f"{dtype}, {shown} seems to mean missing: tidy.missing")
    return Kind("number", "", dtype)


def _are_days(numbers: list[float]) -> bool:
    return all((date := written(str(int(number)))) is not None and date.moment() is not None for number in numbers)
