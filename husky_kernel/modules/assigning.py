"""Programs that make a changed table and let it go, where the question asks to change the table itself."""

from __future__ import annotations

import ast

from husky_kernel.modules.syntax import parsed

_ASKED = "a change was asked for, nothing changed"
_MAKES_NEW = frozenset(("assign", "astype", "bfill", "drop", "drop_duplicates", "dropna", "ffill", "fillna", "rename"))
_MAKES_NEW |= {"replace", "reset_index", "set_index", "sort_index", "sort_values", "round"}
"""Methods of tables that give the table changed."""


def with_assignment(code: str, failure: str) -> str | None:
    """``code`` whose last line keeps the changed table under the table's own name; None if that is not what failed."""
    tree = parsed(code) if _ASKED in failure else None
    if tree is None or not tree.body:
        return None
    last = tree.body[-1]
    value = last.value if isinstance(last, ast.Expr | ast.Assign) else None
    table = _changed(value)
    if value is None or table is None:
        return None
    if isinstance(last, ast.Assign) and [ast.unparse(target) for target in last.targets] == [table]:
        return None
    kept = code.split("\n")[: last.lineno - 1]
    return "\n".join([*kept, f"{table} = {ast.unparse(value)}", table])


def _changed(value: ast.expr | None) -> str | None:
    """The table whose changed form ``value`` is: the name that a chain of such methods begins with."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _MAKES_NEW:
        value = value.func.value
        if isinstance(value, ast.Name):
            return value.id
    return None
