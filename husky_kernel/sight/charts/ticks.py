"""What stands at a place of an axis: the words of its ticks, a date, or the number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from husky_kernel.sight.charts.drawn import number


class Ticks:
    """The words along one axis of matplotlib; ``names`` is empty where they are numbers or dates."""

    def __init__(self, axis: Any) -> None:
        self._dates = "Date" in type(axis.get_converter()).__name__ if hasattr(axis, "get_converter") else False
        self._dates = self._dates or "Date" in type(axis.get_major_formatter()).__name__
        of_axes = getattr(axis.axes, "freq", None) if axis is axis.axes.xaxis else None
        self._freq = getattr(axis.get_major_formatter(), "freq", None) or of_axes  # pandas counts its periods
        self.names: dict[float, str] = {} if self._dates or self._freq else _words(axis)

    def value(self, place: Any) -> Any:
        """What stands at ``place``: a word, a day, or the number itself."""
        near = self._nearest(float(place), 1e-9)
        if near is not None:
            return near
        return self._other(float(place)) if self._dates or self._freq else plain(place)

    def label(self, place: float, reach: float) -> str:
        """The word at most ``reach`` away from ``place``; else the day or the number there."""
        near = self._nearest(place, reach)
        if near is not None:
            return near
        return str(self._other(place)) if self._dates or self._freq else number(place)

    def _other(self, place: float) -> Any:
        return _period(place, self._freq) if self._freq else _day(place)

    def _nearest(self, place: float, reach: float) -> str | None:
        distance, name = min(((abs(tick - place), name) for tick, name in self.names.items()), default=(reach + 1, ""))
        return name if distance <= reach else None


def plain(value: Any) -> Any:
    """``value`` as Python's own: a day without time as a date, a number as int or float, else text."""
    import numpy as np

    if isinstance(value, np.datetime64):
        return _whole(value.astype("datetime64[us]").item())
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return _whole(value)
    return value if isinstance(value, int | float | date) else str(value)


def _words(axis: Any) -> dict[float, str]:
    """The labels of the ticks that are no numbers, or that somebody set."""
    formatter = axis.get_major_formatter()
    if type(formatter).__name__ not in ("FixedFormatter", "StrCategoryFormatter", "FuncFormatter"):
        return {}
    places = [float(place) for place in axis.get_ticklocs()]
    told = formatter.format_ticks(places)
    return {place: str(word) for place, word in zip(places, told, strict=False) if str(word).strip()}


def _day(place: float) -> Any:
    from matplotlib import dates

    library: Any = dates

    try:
        return _whole(library.num2date(place).replace(tzinfo=None))
    except (ValueError, OverflowError):
        return number(place)


def _period(place: float, freq: Any) -> Any:
    import pandas as pd

    try:
        period: Any = pd.Period(ordinal=round(place), freq=freq)
        months = period.freqstr[:1] in "MQYA"
        return str(period) if months else _whole(period.start_time.to_pydatetime())
    except (ValueError, TypeError, OverflowError):
        return number(place)


def _whole(moment: Any) -> Any:
    if not isinstance(moment, datetime):
        return moment
    return moment.date() if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else moment.replace(microsecond=0)
