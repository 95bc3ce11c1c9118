"""Programs that bring numbers to a scale which they have already."""

from __future__ import annotations

import re

from husky_kernel.syntax import parsed

_FAILED = re.compile(r"(?:is (?:in percent|multiplied out) already:|already, which are asked for:) leave out `([^`]+)`")


def without_factor(code: str, failure: str) -> str | None:
    """``code`` without the factor that its failure names; None if it names none."""
    found = _FAILED.search(failure)
    if found is None:
        return None
    text = re.sub(rf"\s*{re.escape(found[1])}", "", code, count=1)
    return text if text != code and parsed(text) is not None else None
