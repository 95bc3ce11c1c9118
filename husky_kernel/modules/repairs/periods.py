"""Programs that group by single times where a row a month, say, is asked for."""

from __future__ import annotations

import re

from husky_kernel.modules.repairs.grouping import only_group
from husky_kernel.syntax import replaced, variable_of

_FAILED = re.compile(r"\bper (hour|day|date|week|month|quarter|year): \d+ \w+, the \w+ has \d+ \w+")
_FREQUENCIES = {"hour": "h", "day": "D", "date": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def with_periods(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by the period that its failure names; None if it names
    none. The column is looked up as for days.
    """
    asked = _FAILED.search(failure)
    found = only_group(code) if asked else None
    table = variable_of(found[0]) if found else None
    if asked is None or found is None or table is None:
        return None
    period = f"tidy.date({table.id}[{found[1].value!r}]).dt.to_period({_FREQUENCIES[asked[1]]!r})"
    return replaced(code, found[1], period)
