"""When a value of an answer is the one that is wanted."""

from __future__ import annotations

import math
import re
from typing import Any

TOLERANCE = 0.006
"""Two decimals are enough."""

SHARE = 1e-4
"""Four digits are enough of a number that is not whole."""

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")


def same(found: Any, wanted: Any, tolerance: float = TOLERANCE) -> bool:
    """Numbers within ``tolerance``, or within a ten-thousandth if one of them is not whole; texts in any capitals."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return bool(found is wanted)
    if isinstance(found, int | float) and isinstance(wanted, int | float):
        share = 0.0 if found == int_of(found) and wanted == int_of(wanted) else SHARE
        return math.isclose(found, wanted, rel_tol=share, abs_tol=tolerance)
    return str(found).strip().casefold() == str(wanted).strip().casefold()


def int_of(number: float) -> int | None:
    """The whole number nearest to it; None for what is not finite."""
    return round(number) if math.isfinite(number) else None


def numbers(text: Any) -> list[float]:
    """The numbers of a text, "1,200" as one."""
    return [float(found.replace(",", "").replace("−", "-")) for found in _NUMBER.findall(str(text))]


def label(text: Any) -> str | float:
    """The label of a bar or row: a number where it reads as one, as 1 and 1.0 are the same mark."""
    try:
        return float(str(text).strip())
    except ValueError:
        return str(text).strip().casefold()
