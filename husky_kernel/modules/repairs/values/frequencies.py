"""Periods that are to be put into longer ones as if they were dates: ``index.to_period('Q')`` of a ``PeriodIndex``."""

from __future__ import annotations

import re

_FAILED = re.compile(r"'Period(?:Index|Properties|Array)' object has no attribute 'to_period'")


def with_frequency(code: str, failure: str) -> str | None:
    """``code`` that brings periods to another frequency as periods are; None where its failure is another one."""
    return code.replace(".to_period(", ".asfreq(") if _FAILED.search(failure) else None
