"""Programs that look for signs which pandas reads as a pattern."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_ASKED = re.compile(r"is read as a pattern: regex=False")


def with_plain_signs(code: str, failure: str) -> str | None:
    """``code`` whose ``.str.contains`` looks for the signs themselves; None if that is not what is wrong."""
    calls = method_calls(parsed(code), "contains") if _ASKED.search(failure) else []
    for _, call in calls:
        if call.args and not any(option.arg == "regex" for option in call.keywords):
            call.keywords.append(ast.keyword("regex", ast.Constant(False)))
            return replaced(code, call, ast.unparse(call))
    return None
