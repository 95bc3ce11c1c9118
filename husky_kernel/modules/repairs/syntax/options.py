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
    found, drawn = _FAILED.search(failure), _DRAWN.search(failure)
    if found is None and drawn is None:
        return None
    text, names, option = code, (found[1],) if found else _CHARTS, found[2] if found else drawn[1]  # type: ignore[index]
    while call := next(_calls(parsed(text), names, option), None):
        call.keywords = [each for each in call.keywords if each.arg != option]
        text = replaced(text, call, ast.unparse(call))
    return text if text != code else None


def _calls(tree: ast.Module | None, names: Collection[str], option: str) -> Iterator[ast.Call]:
    for of, call in method_calls(tree, *names):
        known = names is _CHARTS or (isinstance(of, ast.Name) and of.id == "tidy")
        if known and any(each.arg == option for each in call.keywords):
            yield call
