"""Programs that group by single times where a row a month, say, is asked for."""

from __future__ import annotations

import re

from husky_kernel.modules.repairs.columns.grouping import regrouped

_FAILED = re.compile(r"\bper (hour|day|date|week|month|quarter|year): \d+ \w+, the \w+ has \d+ \w+")
_FREQUENCIES = {"hour": "h", "day": "D", "date": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def with_periods(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by the period that its failure names; None if it names
    none.
    """
    asked = _FAILED.search(failure)
    return regrouped(code, f".dt.to_period({_FREQUENCIES[asked[1]]!r})") if asked else None
