"""Programs that leave out a column that is not there: what they want is so already."""

from __future__ import annotations

import ast

from husky_kernel.modules.syntax import parsed, replaced

_FAILED = "not found in axis"


def with_ignored(code: str, failure: str) -> str | None:
    """``code`` whose ``drop(columns=…)`` takes no offence at columns that are not there; None if that did not fail."""
    tree = parsed(code) if _FAILED in failure else None
    calls = [
        node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "drop"
        if {option.arg for option in node.keywords} == {"columns"} and not node.args
    ]
    for call in sorted(calls, key=lambda node: (-(node.end_lineno or 0), -(node.end_col_offset or 0))):
        dropped = ast.unparse(call.keywords[0].value)
        code = replaced(code, call, f"{ast.unparse(call.func)}(columns={dropped}, errors='ignore')")
    return code if len(calls) == 1 else None
