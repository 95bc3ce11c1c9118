"""Units of length, area and time, as texts and programs write them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Unit(NamedTuple):
    """A unit; ``scale``: how many of the dimension's first unit it is. Nautical miles are no miles."""

    name: str
    dimension: str
    scale: float
    metric: bool = False


_LENGTHS = (
    (Unit("m", "length", 1.0, True), "meters?|metres?|m"),
    (Unit("cm", "length", 0.01, True), "centimeters?|centimetres?|cm"),
    (Unit("km", "length", 1e3, True), "kilometers?|kilometres?|km"),
    (Unit("million km", "length", 1e9, True), "million (?:kilometers?|kilometres?|km)"),
    (Unit("feet", "length", 0.3048), "feet|foot|ft"),
    (Unit("miles", "length", 1609.344), "miles?"),
    (Unit("nautical miles", "length", 1852.0), "nautical miles?"),
    (Unit("AU", "length", 1.495978707e11), "astronomical units?|AU"),
)
_AREAS = (
    (Unit("m2", "area", 1.0, True), "square (?:meters?|metres?|m)|m2"),
    (Unit("km2", "area", 1e6, True), "square (?:kilometers?|kilometres?|km)|km2"),
    (Unit("hectares", "area", 1e4, True), "hectares?"),
    (Unit("acres", "area", 4046.8564224), "acres?"),
    (Unit("square feet", "area", 0.09290304), "square (?:feet|foot|ft)"),
    (Unit("square miles", "area", 2589988.110336), "square miles?"),
)
_TIMES = (
    (Unit("seconds", "time", 1.0), "seconds?"),
    (Unit("minutes", "time", 60.0), "minutes?"),
    (Unit("hours", "time", 3600.0), "hours?"),
    (Unit("days", "time", 86400.0, True), "days?"),
    (Unit("years", "time", 31557600.0), "years?"),
)
_UNITS = (*_LENGTHS, *_AREAS, *_TIMES)

UNIT = "|".join(sorted((form for _, form in _UNITS), key=len, reverse=True))
"""Pattern of a unit as it is written; "square miles" stands before "miles"."""

_EACH = [(unit, re.compile(form, re.IGNORECASE)) for unit, form in _UNITS]
_NAMED = re.compile(rf"(?<![\w/])(?:{UNIT})\b", re.IGNORECASE)


def unit_called(text: str) -> Unit | None:
    """The unit that ``text`` is the name of."""
    return next((unit for unit, form in _EACH if form.fullmatch(text)), None)


def units_in(text: str) -> set[Unit]:
    """The units that ``text`` speaks of."""
    found = (unit_called(each[0]) for each in _NAMED.finditer(text))
    return {unit for unit in found if unit}
