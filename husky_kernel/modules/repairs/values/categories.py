"""Programs that count categories which no row has."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_UNUSED = re.compile(r"`(?P<column>[^`]+)`: categories that do not occur are counted")


def with_present_categories(code: str, failure: str) -> str | None:
    """``code`` that counts only categories that some row has; None if that is not what is wrong."""
    found = _UNUSED.search(failure)
    for of, _ in method_calls(parsed(code), "value_counts") if found else ():
        match of:
            case ast.Subscript(slice=ast.Constant(value=column)) if found and column == found["column"]:
                return replaced(code, of, f"{ast.unparse(of)}.cat.remove_unused_categories()")
    return None
