"""Programs that put empty texts, or numbers that nobody asked for, where a column has no value: it may stay missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"^TypeError: Invalid value '' for dtype|the program puts \S+ where nothing is known")


def without_blanks(code: str, failure: str) -> str | None:
    """``code`` without filling in empty texts or numbers; None if that is not what failed."""
    if not _FAILED.search(failure):
        return None
    text = code
    while found := next(_fills(parsed(text)), None):
        column, call = found
        text = replaced(text, call, ast.unparse(column))
    return text if text != code else None


def _fills(tree: ast.Module | None) -> Iterator[tuple[ast.expr, ast.Call]]:
    for column, call in method_calls(tree, "fillna"):
        match call.args[:1]:
            case [ast.Constant(value="" | int() | float())]:
                yield column, call
