"""Programs that end with a duration where a number of minutes, say, is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.modules.syntax import parsed

_FAILED = re.compile(r"the answer is a duration, \w+ are asked for: divide it by (pd\.Timedelta\(\w+=1\))")


def with_unit(code: str, failure: str) -> str | None:
    """``code`` whose last line is brought to the unit that its failure names; None if it names none."""
    found, tree = _FAILED.search(failure), parsed(code)
    last = tree.body[-1] if found and tree is not None and tree.body else None
    if found is None or last is None or not isinstance(last, ast.Expr):
        return None
    return "\n".join([*code.split("\n")[: last.lineno - 1], f"({ast.unparse(last.value)}) / {found[1]}"])
