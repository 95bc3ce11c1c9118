"""Programs that end with the rows themselves where it is asked how many they are."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import last_value, parsed, replaced

_FAILED = re.compile(r"\bhow many: the answer is a table of \d+ rows")

_SELECTS = ("query", "drop_duplicates", "unique", "dropna", "filter")


def with_count(code: str, failure: str) -> str | None:
    """``code`` that counts the rows which its last line selects; None if they are not asked for, or not selected."""
    value = last_value(parsed(code)) if _FAILED.search(failure) else None
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "count":
        return _with_rows(code, value, value.func.value)
    if value is None or not _selects(value):
        return None
    return replaced(code, value, f"len({ast.unparse(value)})")


def _with_rows(code: str, value: ast.Call, of: ast.expr) -> str | None:
    """``code`` that counts rows in place of the values of each column, which ``.count()`` of a table does."""
    rows = not (value.args or value.keywords) and isinstance(of, ast.Subscript) and _is_condition(of.slice)
    return replaced(code, value, f"len({ast.unparse(of)})") if rows else None


def _selects(value: ast.expr) -> bool:
    """Whether ``value`` is those of many rows that fulfil a condition, or that are different."""
    match value:
        case ast.Subscript(value=of, slice=ast.Tuple(elts=[rows, *_])):
            return _is_condition(rows) or _selects(of)
        case ast.Subscript(value=of, slice=rows):
            return _is_condition(rows) or _selects(of)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _SELECTS
    return False


def _is_condition(rows: ast.expr) -> bool:
    match rows:
        case ast.Compare():
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr(), left=left, right=right):
            return _is_condition(left) and _is_condition(right)
        case ast.UnaryOp(op=ast.Invert()):
            return True
        case ast.Call(func=ast.Attribute(attr="isin" | "isna" | "notna" | "between" | "duplicated" | "contains")):
            return True
    return False
