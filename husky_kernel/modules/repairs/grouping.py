"""Programs that group by another column than the one that is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"the answer does not show which, group by ('(?:[^'\\]|\\.)*')")


def with_group(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column is by the column that its failure names; None if it names none."""
    found = _FAILED.search(failure)
    by = _only_key(code) if found else None
    if found is None or by is None or ast.unparse(by) == found[1]:
        return None
    return replaced(code, by, found[1])


def _only_key(code: str) -> ast.expr | None:
    """What the only ``groupby`` of ``code`` is by, where that is of a table and by one key; else None."""
    if group := only_group(code):
        return group[1]
    match method_calls(parsed(code), "groupby"):
        case [(ast.Name(), ast.Call(args=[ast.Subscript() | ast.Attribute() | ast.Call() as by]))]:
            return by
    return None


def only_group(code: str) -> tuple[ast.expr, ast.Constant] | None:
    """What the only ``groupby`` of ``code`` is of, and the name of the one column that it is by; else None."""
    match method_calls(parsed(code), "groupby"):
        case [(table, ast.Call(args=[ast.Constant(value=str()) as by]))]:
            return table, by
    return None
