"""Programs that count whole lists where what stands in them is asked for."""

from __future__ import annotations

import re

_ASKED = re.compile(r"take \.explode\(\) first")
_COUNTS = re.compile(r"(\[(['\"])[^'\"]+\2\])(\.(?:value_counts|mode|nunique|unique)\()")


def with_exploded(code: str, failure: str) -> str | None:
    """``code`` with a row for each member of the lists that it counts; None where nothing is counted so."""
    text = _COUNTS.sub(r"\1.explode()\3", code, count=1) if _ASKED.search(failure) else code
    return text if text != code else None
