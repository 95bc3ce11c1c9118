"""Programs that group by another column than the one that is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced, variable_of

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


def regrouped(code: str, taken: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by what is ``taken`` of them: ".dt.floor('D')"; None
    where it is by more.

    The column is looked up in the variable that the grouped table begins with: rows find each other by their index.
    """
    found = only_group(code)
    table = variable_of(found[0]) if found else None
    if found is None or table is None:
        return None
    return replaced(code, found[1], f"tidy.date({table.id}[{found[1].value!r}]){taken}")


def only_group(code: str) -> tuple[ast.expr, ast.Constant] | None:
    """What the only ``groupby`` of ``code`` is of, and the name of the one column that it is by; else None."""
    match method_calls(parsed(code), "groupby"):
        case [(table, ast.Call(args=[ast.Constant(value=str()) as by]))]:
            return table, by
    return None
