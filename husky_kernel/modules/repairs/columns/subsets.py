"""Programs that take several columns of groups without the brackets of a list, as old pandas allowed."""

from __future__ import annotations

import ast

from husky_kernel.syntax import parsed, replaced

_FAILED = "Cannot subset columns with a tuple"


def with_lists(code: str, failure: str) -> str | None:
    """``code`` with ``[['a', 'b']]`` where ``['a', 'b']`` is asked of groups; None if that is not what failed."""
    tree = parsed(code) if _FAILED in failure else None
    if tree is None:
        return None
    places = [
        node.slice
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple) and _of_groups(node.value)
    ]
    for place in sorted(places, key=lambda node: (-node.lineno, -node.col_offset)):
        inner = ", ".join(map(ast.unparse, place.elts))
        code = replaced(code, place, f"[{inner}]")
    return code if places else None


def _of_groups(node: ast.expr) -> bool:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Attribute) and node.attr in ("groupby", "resample", "rolling"):
            return True
    return False
