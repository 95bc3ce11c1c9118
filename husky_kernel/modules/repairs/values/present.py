"""Programs that take each value of a column for a list or a text where some are missing."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"(?:argument of type|^TypeError:) '(?:NoneType|NAType|float)'(?: object)? is not iterable")


def with_present(code: str, failure: str) -> str | None:
    """``code`` whose only ``apply`` or ``map`` is of the values that are there; None if that is not what failed."""
    calls = method_calls(parsed(code), "apply", "map") if _FAILED.search(failure) else []
    if len(calls) != 1:
        return None
    [(column, _)] = calls
    return replaced(code, column, f"{ast.unparse(column)}.dropna()")
