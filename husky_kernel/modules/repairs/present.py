"""Programs that take each value of a column for a list or a text where some are missing."""

from __future__ import annotations

import ast
import re

from husky_kernel.modules.syntax import parsed, replaced

_FAILED = re.compile(r"(?:argument of type|^TypeError:) '(?:NoneType|NAType|float)'(?: object)? is not iterable")


def with_present(code: str, failure: str) -> str | None:
    """``code`` whose only ``apply`` or ``map`` is of the values that are there; None if that is not what failed."""
    tree = parsed(code) if _FAILED.search(failure) else None
    calls = [
        node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("apply", "map")
    ]
    if len(calls) != 1 or not isinstance(calls[0].func, ast.Attribute):
        return None
    column = calls[0].func.value
    return replaced(code, column, f"{ast.unparse(column)}.dropna()")
