"""Programs that turn texts into numbers by a call that takes plain digits alone."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed, replaced

_FAILED = re.compile(r"invalid literal for int\(\)|could not convert string to float|Unable to parse string")


def with_helper(code: str, failure: str) -> str | None:
    """``code`` in which a column is read by ``tidy.number`` in the place of ``.astype(int)`` or ``pd.to_numeric``; None
    where that is not what failed.
    """
    text, done = code, False
    while _FAILED.search(failure) and (found := _conversion(text)):
        text, done = replaced(text, found[0], f"tidy.number({ast.unparse(found[1])})"), True
    return text if done else None


def _conversion(code: str) -> tuple[ast.expr, ast.expr] | None:
    """The first conversion of a column, and the column."""
    for node in ast.walk(parsed(code) or ast.Module([], [])):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Subscript(slice=ast.Constant()) as column, attr="astype"),
                args=[ast.Name(id="int" | "float") | ast.Constant(value="int" | "float" | "int64" | "float64")],
            ):
                return node, column
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="pd"), attr="to_numeric"),
                args=[ast.Subscript(slice=ast.Constant()) as column],
                keywords=[],
            ):
                return node, column
    return None
