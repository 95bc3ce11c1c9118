"""Programs that compute several values line by line, of which only the last would be told."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed, values_of

_FAILED = re.compile(r"let go: give all of them in the last line")


def with_all_values(code: str, failure: str) -> str | None:
    """``code`` whose last line gives all values that its lines come to; None if none was let go."""
    values = list(values_of(parsed(code))) if _FAILED.search(failure) else []
    if len(values) < 2:
        return None
    lines = code.split("\n")
    taken = {at for value in values for at in range(value.lineno - 1, value.end_lineno or value.lineno)}
    kept = [line for at, line in enumerate(lines) if at not in taken and line.strip()]
    return "\n".join([*kept, ", ".join(ast.unparse(value.value) for value in values)])
