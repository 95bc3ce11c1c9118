"""Spans of time as people write them."""

from __future__ import annotations

import re
from typing import Any, Literal

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import Column, as_series, column_of, of_tables, read_each
from husky_kernel.tidy.reading import Reading, reading, told

_WORDS = {
    604800.0: "w wk wks week weeks woche wochen semaine semaines semana semanas",
    86400.0: "d day days tag tage tagen jour jours j día días dia dias giorno giorni",
    3600.0: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur",
    60.0: "m mn min mins minute minutes minuten minuto minutos minuti",
    1.0: "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos",
    0.001: "ms msec millisecond milliseconds",
}
_SECONDS = {word: size for size, words in _WORDS.items() for word in words.split()}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?(?:\s*,|\s+and\b|\s+und\b|\s+et\b|\s+y\b)?\s*")
_CLOCK = re.compile(
    r"(?:(\d+)\s*(?:d|days?|Tage?|jours?),?\s*)?(\d+):([0-5]\d)(?::([0-5]\d(?:[.,]\d+)?))?(?:\s*h)?", re.I
)
_HALF_DAY = re.compile(r"(\d{1,2})(?:[:.]([0-5]\d))?(?::([0-5]\d))?\s*([ap])\.?\s?m\.?", re.IGNORECASE)
_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_FRENCH = re.compile(r"(\d+)\s*h\s*([0-5]\d)", re.IGNORECASE)

Unit = Literal["h", "min", "s"]


@of_tables
def duration(s: Any, unit: Unit | None = None) -> pd.Series[Any]:
    """Read spans of time as timedeltas.

    Read are ``1:30:00``, ``2 days 03:00:00``, ``90 min``, ``2 h 5 min``, ``1h30``, ``PT1H30M``, and the words for
    weeks, days, hours, minutes and seconds in some languages. A time of day, ``9:05 am``, is the span since midnight.

    Parameters
    ----------
    s : Series, list or array
        The column.
    unit : {"h", "min", "s"}, optional
        What the first number of ``1:30`` counts (``h`` or ``min``), and what bare numbers count.

    Returns
    -------
    Series of timedelta64

    Warns
    -----
    Unread
        If some values are no spans of time; bare numbers are none without ``unit``.
    Ambiguous
        If a column has ``1:30`` without seconds: hours and minutes are taken.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.duration(["1:30:00", "90 min", "1 h 30 min"]).tolist()
    [Timedelta('0 days 01:30:00'), Timedelta('0 days 01:30:00'), Timedelta('0 days 01:30:00')]
    >>> tidy.duration([15, 20], unit="min").sum()
    Timedelta('0 days 00:35:00')
    """
    return told("duration", read(as_series(s, "duration"), unit))  # type: ignore[no-any-return]


def read(series: pd.Series[Any], unit: str | None = None) -> Reading:
    """What :func:`duration` reads, without its warning."""
    if pd.api.types.is_timedelta64_dtype(series.dtype):
        return Reading(series)
    column = column_of(series)
    seconds, unread = read_each(column, lambda text: _signed(text, unit))
    micro = [np.timedelta64("NaT") if value is None else np.timedelta64(round(value * 1e6), "us") for value in seconds]
    values = column.spread([*micro, np.timedelta64("NaT")], np.dtype("timedelta64[us]"))
    return reading(column, values, unread, "" if unit else _doubt(column))


def _doubt(column: Column) -> str:
    for value in column.values:
        match = _CLOCK.fullmatch(str(value).strip().lstrip("-"))
        if match and match[4] is None and match[1] is None and "h" not in str(value):
            return f"{str(value)!r} was taken for hours and minutes (unit='min' reads minutes and seconds)."
    return ""


def _signed(text: str, unit: str | None) -> float | None:
    negative = text.startswith("-")
    seconds = _seconds(text.removeprefix("-").strip(), unit)
    return -seconds if seconds is not None and negative else seconds


def _seconds(text: str, unit: str | None) -> float | None:
    if match := _CLOCK.fullmatch(text):
        days, first, second = int(match[1] or 0), int(match[2]), int(match[3])
        if match[4] is None:
            return days * 86400.0 + (first * 60 + second) * (1.0 if unit == "min" else 60.0)
        return days * 86400.0 + first * 3600 + second * 60 + float(match[4].replace(",", "."))
    if (match := _HALF_DAY.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        hour = int(match[1]) % 12 + 12 * (match[4].lower() == "p")
        return hour * 3600.0 + int(match[2] or 0) * 60 + int(match[3] or 0)
    if match := _FRENCH.fullmatch(text):
        return int(match[1]) * 3600.0 + int(match[2]) * 60
    if (match := _ISO.fullmatch(text)) and any(match.groups()):
        return sum(
            float(part or 0) * size for part, size in zip(match.groups(), (604800, 86400, 3600, 60, 1), strict=True)
        )
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", ".")) * _SECONDS[unit] if unit else None
    return _sum_of_parts(text)


def _sum_of_parts(text: str) -> float | None:
    place, total, sizes = 0, 0.0, []
    while place < len(text):
        match = _PART.match(text, place)
        size = _SECONDS.get(match[2].casefold()) if match else None
        if match is None or size is None:
            return None
        total += float(match[1].replace(",", ".")) * size
        sizes.append(size)
        place = match.end()
    return total if sizes and sizes == sorted(set(sizes), reverse=True) else None
