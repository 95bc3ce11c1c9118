"""Programs that take the largest value of each group where its row is asked for."""

from __future__ import annotations

import ast

from husky_kernel.modules.syntax import parsed

_ASKED = "the answer has numbers only, take the rows"
_ENDS = {"max": "idxmax", "min": "idxmin"}


def with_rows(code: str, failure: str) -> str | None:
    """``code`` whose last line, ``t.groupby('a')['b'].max()``, takes the rows of these values; None for all others."""
    tree = parsed(code) if _ASKED in failure else None
    last = tree.body[-1] if tree is not None and tree.body else None
    call = last.value if isinstance(last, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _ENDS):
        return None
    column = call.func.value
    groups = column.value if isinstance(column, ast.Subscript | ast.Attribute) else None
    if not (isinstance(groups, ast.Call) and isinstance(groups.func, ast.Attribute) and groups.func.attr == "groupby"):
        return None
    table = groups.func.value
    if call.args or call.keywords or not isinstance(table, ast.Name) or last is None:
        return None
    place = f"{ast.unparse(column)}.{_ENDS[call.func.attr]}()"
    return "\n".join([*code.split("\n")[: last.lineno - 1], f"{table.id}.loc[{place}]"])
