"""Dates as people and programs write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import Column, as_series, column_of, of_tables, read_each
from husky_kernel.tidy.date_forms import Written, written
from husky_kernel.tidy.orders import NAMES, decide
from husky_kernel.tidy.reading import Reading, reading, told

_NUMBER = re.compile(r"\d{5,14}(?:\.\d+)?")
_NAT = np.iinfo(np.int64).min
_EXCEL = (datetime.date(1899, 12, 30) - datetime.date(1970, 1, 1)).days
SERIALS = range(15_000, 80_000)
"""Excel's day numbers of the years 1941 to 2119."""


@of_tables
def date(s: Any, order: Literal["dmy", "mdy", "ymd"] | None = None) -> pd.Series[Any]:
    """Read dates, with their time of day.

    Read are ``13.05.2024``, ``5/13/2024``, ``13-05-24``, ISO (``2024-05-13T08:30+02:00``), names of months in some
    twenty languages (``13. Mai 2024``, ``May 13, 2024``), ``2024年5月13日``, ``20240513``, ``2024-05`` (its first day),
    Excel's day numbers (45425) and seconds or milliseconds since 1970. Whether the day or the month comes first is
    decided by all values of the column. Years of two digits lie between 1969 and 2068.

    Parameters
    ----------
    s : Series, list or array
        The column.
    order : {"dmy", "mdy", "ymd"}, optional
        The order of dates such as ``05/04/2024``, where the column cannot tell.

    Returns
    -------
    Series of datetime64
        If a value has an offset or a ``Z``, all are in UTC and know it (``datetime64[us, UTC]``).

    Warns
    -----
    Unread
        If some values are no dates.
    Ambiguous
        If no value tells the day from the month: the day is taken first. Dates with points are always day, month, year.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.date(["03/04/2024", "25/12/2024"]).dt.strftime("%Y-%m-%d").tolist()
    ['2024-04-03', '2024-12-25']
    >>> tidy.date(["4 mars 2024", "45425", "unknown"]).dt.strftime("%d %b").tolist()
    ['04 Mar', '13 May', nan]
    >>> tidy.date(["2024-05-13T08:30+02:00"]).tolist()
    [Timestamp('2024-05-13 06:30:00+0000', tz='UTC')]
    """
    return told("date", read(as_series(s, "date"), order))  # type: ignore[no-any-return]


def read(series: pd.Series[Any], order: str | None = None) -> Reading:
    """What :func:`date` reads, without its warning."""
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return Reading(series)
    column = column_of(series)
    dates, unread = read_each(column, _written)
    counts = column.counts
    decision = decide([(found, int(counts[at])) for at, found in enumerate(dates) if _is_open(found)])
    taken = order or decision.order
    moments = [_moment(found, taken) for found in dates]
    unread = sorted({*unread, *(at for at, found in enumerate(dates) if found is not None and moments[at] is None)})
    values, doubt = _series(column, dates, moments)
    doubts = " ".join(filter(None, ("" if order else decision.doubt, doubt)))
    note = NAMES[taken] if taken and any(map(_is_open, dates)) else _note(dates)
    return reading(column, values, unread, doubts, note)


def _written(text: str) -> Written | int | None:
    """A date of the calendar, or microseconds since 1970."""
    return written(text) or _counted(text)


def _counted(text: str) -> int | None:
    if not _NUMBER.fullmatch(text):
        return None
    if text.endswith(".0") and (whole := written(text[:-2])) is not None:
        return whole.moment()
    value = float(text)
    if SERIALS.start <= value < SERIALS.stop:
        return round((value + _EXCEL) * 86_400) * 1_000_000
    if 190001 <= value <= 210012 and value.is_integer() and 1 <= value % 100 <= 12:
        return Written((int(value) // 100, int(value) % 100, 1)).moment()
    if 10**9 <= value < 5 * 10**9:
        return round(value * 10**6)
    return round(value * 10**3) if 10**12 <= value < 5 * 10**12 else None


def _is_open(found: Written | int | None) -> bool:
    return isinstance(found, Written) and bool(found.sign)


def _moment(found: Written | int | None, order: str) -> int | None:
    if not isinstance(found, Written):
        return found
    if order or not found.sign:
        return found.moment(order)
    moments = {moment for each in ("dmy", "mdy") if (moment := found.moment(each)) is not None}
    return moments.pop() if len(moments) == 1 else None


def _note(dates: Sequence[Written | int | None]) -> str:
    return "serial" if any(isinstance(found, int) for found in dates) else ""


def _series(
    column: Column, dates: Sequence[Written | int | None], moments: Sequence[int | None]
) -> tuple[pd.Series[Any], str]:
    """The moments in their rows, in UTC where offsets are written, and a doubt where some lack them."""
    numbers = np.array([*(_NAT if moment is None else moment for moment in moments), _NAT], dtype="int64")
    values = column.spread(numbers.view("datetime64[us]"), np.dtype("datetime64[us]"))
    zones = {found.offset is not None for found in dates if isinstance(found, Written)}
    if True not in zones:
        return values, ""
    doubt = "some times have no offset; UTC was assumed." if False in zones else ""
    return values.dt.tz_localize("UTC"), doubt
