"""Programs that give a helper or a chart an option which it does not have: without it, it does what it always does."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(
    r"TypeError: (number|date|truth|missing|text|items|duration|score)\(\) got an unexpected keyword argument '(\w+)'"
)

_DRAWN = re.compile(r"AttributeError: \w+\.set\(\) got an unexpected keyword argument '(\w+)'")
"""What matplotlib says of a line's option that is given to bars, say."""

_CHARTS = ("plot", "bar", "barh", "line", "pie", "hist", "scatter", "area", "box")


def without_option(code: str, failure: str) -> str | None:
    """``code`` whose calls of the helper or chart that failed have no such option; None if that is not what failed."""
    if found := _FAILED.search(failure):
        return _without(code, found[2], (found[1],), "tidy")
    found = _DRAWN.search(failure)
    return _without(code, found[1], _CHARTS) if found else None


def _without(code: str, option: str, names: Collection[str], of: str = "") -> str | None:
    text = code
    while call := next(_calls(parsed(text), option, names, of), None):
        call.keywords = [each for each in call.keywords if each.arg != option]
        text = replaced(text, call, ast.unparse(call))
    return text if text != code else None


def _calls(tree: ast.Module | None, option: str, names: Collection[str], of: str) -> Iterator[ast.Call]:
    """The calls with that option of methods with one of ``names``, ``of`` that variable alone where it is said."""
    for owner, call in method_calls(tree, *names):
        if of in ("", getattr(owner, "id", None)) and any(each.arg == option for each in call.keywords):
            yield call
