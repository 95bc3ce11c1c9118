"""Programs that give a helper an option which it does not have: without it, it does what it always does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(
    r"TypeError: (number|date|truth|missing|text|items|duration|score)\(\) got an unexpected keyword argument '(\w+)'"
)


def without_option(code: str, failure: str) -> str | None:
    """``code`` whose calls of the helper that failed have no such option; None if that is not what failed."""
    found = _FAILED.search(failure)
    if found is None:
        return None
    text, name, option = code, found[1], found[2]
    while call := next(_calls(parsed(text), name, option), None):
        call.keywords = [each for each in call.keywords if each.arg != option]
        text = replaced(text, call, ast.unparse(call))
    return text if text != code else None


def _calls(tree: ast.Module | None, name: str, option: str) -> Iterator[ast.Call]:
    for of, call in method_calls(tree, name):
        if isinstance(of, ast.Name) and of.id == "tidy" and any(each.arg == option for each in call.keywords):
            yield call
