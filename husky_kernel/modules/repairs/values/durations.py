"""Programs that end with a duration where a number of minutes, say, is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import last_value, parsed, replaced

_FAILED = re.compile(r"the answer is a duration, \w+ are asked for: divide it by (pd\.Timedelta\(\w+=1\))")


def with_unit(code: str, failure: str) -> str | None:
    """``code`` whose last line is brought to the unit that its failure names; None if it names none."""
    found, value = _FAILED.search(failure), last_value(parsed(code))
    if found is None or value is None:
        return None
    return replaced(code, value, f"({ast.unparse(value)}) / {found[1]}")
