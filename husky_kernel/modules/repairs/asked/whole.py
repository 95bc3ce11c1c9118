"""Programs that give a value for each group where one over all is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import last_value, parsed, replaced

_ASKED = re.compile(
    r"how many: the answer is a table of|"
    r"(?:one number(?:, or a few,)?|one value over all|a percentage) was asked for: the answer has \d+ rows"
)

_OF_ALL = frozenset(("mean", "median", "sum", "min", "max", "count", "nunique", "std"))

_SHOWN = frozenset(("reset_index", "round", "sort_values", "sort_index", "to_frame"))
"""What only shows a result in another way."""


def with_whole(code: str, failure: str) -> str | None:
    """``code`` whose last line, ``t.groupby('a')['b'].mean()``, is over all rows; None for all others."""
    value = last = last_value(parsed(code)) if _ASKED.search(failure) else None
    if value is None or last is None:
        return None
    while isinstance(last, ast.Call) and isinstance(last.func, ast.Attribute) and last.func.attr in _SHOWN:
        last = last.func.value
    scaled = isinstance(last, ast.BinOp) and isinstance(last.right, ast.Constant)  # t.groupby('a')['b'].mean() / 60
    match last.left if isinstance(last, ast.BinOp) and scaled else last:
        case ast.Call(func=ast.Attribute(value=column, attr=how), args=[], keywords=[]) if how in _OF_ALL:
            match column:
                case ast.Subscript(value=groups, slice=ast.Constant()) | ast.Attribute(value=groups):
                    if table := _grouped(groups):
                        column.value = table
                        return replaced(code, value, ast.unparse(last))
        case ast.Call(func=ast.Attribute(value=groups, attr="size")) if not scaled and (table := _grouped(groups)):
            return replaced(code, value, f"len({ast.unparse(table)})")
    return None


def _grouped(node: ast.expr) -> ast.expr | None:
    """What ``node`` groups, where it does."""
    match node:
        case ast.Call(func=ast.Attribute(value=table, attr="groupby")):
            return table
    return None
