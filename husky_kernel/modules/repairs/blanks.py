"""Programs that put empty texts into a column of numbers, to have nothing there: missing it is empty already."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"^TypeError: Invalid value '' for dtype")


def without_blanks(code: str, failure: str) -> str | None:
    """``code`` without filling in empty texts; None if that is not what failed."""
    if not _FAILED.search(failure):
        return None
    text = code
    while found := next(_fills(parsed(text)), None):
        column, call = found
        text = replaced(text, call, ast.unparse(column))
    return text if text != code else None


def _fills(tree: ast.Module | None) -> Iterator[tuple[ast.expr, ast.Call]]:
    for column, call in method_calls(tree, "fillna"):
        if [argument for argument in call.args if isinstance(argument, ast.Constant) and argument.value == ""]:
            yield column, call
