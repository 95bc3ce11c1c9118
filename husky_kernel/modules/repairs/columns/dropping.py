"""Programs that leave out a column that is not there: what they want is so already."""

from __future__ import annotations

import ast

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = "not found in axis"


def with_ignored(code: str, failure: str) -> str | None:
    """``code`` whose ``drop(columns=…)`` takes no offence at columns that are not there; None if that did not fail."""
    calls = method_calls(parsed(code), "drop") if _FAILED in failure else []
    drops = [one for one in calls if not one[1].args and [option.arg for option in one[1].keywords] == ["columns"]]
    if len(drops) != 1:
        return None
    [(table, call)] = drops
    return replaced(code, call, f"{ast.unparse(table)}.drop({ast.unparse(call.keywords[0])}, errors='ignore')")
