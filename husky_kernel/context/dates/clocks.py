"""What the first number of "3:25" counts: of a song minutes, of a flight hours."""

from __future__ import annotations

import re

_MINUTES = re.compile(
    r"\b(?:song|track|album|lap|clip|sprint|swim|single|video|round|half|quarter|aria|interval|rower|pace)s?\b"
)
_HOURS = re.compile(
    r"\b(?:shift|flight|film|movie|trip|drive|journey|meeting|sleep|slept|ride|tour|train|bus|ferr(?:y|ie)|work\w*|"
    r"opening|marathon|sailing|crossing|operation|surger(?:y|ie))s?\b"
)


def clock_of(words: str) -> str:
    """``min`` or ``h``, where ``words`` speak of what lasts minutes or hours alone; else empty."""
    plain = words.lower().replace("_", " ")
    minutes, hours = _MINUTES.search(plain), _HOURS.search(plain)
    if bool(minutes) == bool(hours):
        return ""
    return "min" if minutes else "h"
