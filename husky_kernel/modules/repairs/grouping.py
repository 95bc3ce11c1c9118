"""Programs that group by another column than the one that is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"the answer does not show which, group by ('(?:[^'\\]|\\.)*')")


def with_group(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column is by the column that its failure names; None if it names none."""
    found = _FAILED.search(failure)
    calls = method_calls(parsed(code), "groupby") if found else []
    by = calls[0][1].args[0] if len(calls) == 1 and len(calls[0][1].args) == 1 else None
    if found is None or not (isinstance(by, ast.Constant) and isinstance(by.value, str)) or repr(by.value) == found[1]:
        return None
    return replaced(code, by, found[1])
