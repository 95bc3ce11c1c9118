"""Programs that summarise every column of groups, texts too, and take one of them afterwards."""

from __future__ import annotations

import ast

from husky_kernel.syntax import parsed, replaced

_SUMMARIES = ("mean", "median", "sum", "min", "max", "std", "var")


def with_selected(code: str, failure: str) -> str | None:
    """``code`` that takes the column of the groups first, ``t.groupby(k)[c].mean()`` for ``t.groupby(k).mean()[c]``;
    None where a column of texts is not what it failed by.
    """
    tree = parsed(code) if "TypeError" in failure else None
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Subscript(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Call(func=ast.Attribute(attr="groupby")) as groups, attr=attr),
                ) as call,
                slice=ast.Constant() | ast.List() as columns,
            ) if attr in _SUMMARIES:
                rest = ast.unparse(call)[len(ast.unparse(call.func)) :]
                return replaced(code, node, f"{ast.unparse(groups)}[{ast.unparse(columns)}].{attr}{rest}")
    return None
