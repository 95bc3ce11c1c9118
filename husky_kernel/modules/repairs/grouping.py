"""Programs that group by another column than the one that is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"the answer does not show which, group by ('(?:[^'\\]|\\.)*')")


def with_group(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column is by the column that its failure names; None if it names none."""
    found = _FAILED.search(failure)
    group = only_group(code) if found else None
    if found is None or group is None or repr(group[1].value) == found[1]:
        return None
    return replaced(code, group[1], found[1])


def only_group(code: str) -> tuple[ast.expr, ast.Constant] | None:
    """What the only ``groupby`` of ``code`` is of, and the name of the one column that it is by; else None."""
    match method_calls(parsed(code), "groupby"):
        case [(table, ast.Call(args=[ast.Constant(value=str()) as by]))]:
            return table, by
    return None
