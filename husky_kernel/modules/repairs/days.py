"""Programs that group by times where days are asked for."""

from __future__ import annotations

import ast

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = "the answer has a time of day"


def with_days(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column of times is by their days; None if its failure says nothing of it.

    The column is looked up in the variable that the grouped table begins with: rows find each other by their index.
    """
    calls = method_calls(parsed(code), "groupby") if _FAILED in failure else []
    if len(calls) != 1 or len(calls[0][1].args) != 1:
        return None
    [(table, call)] = calls
    [by], name = call.args, table
    while isinstance(name, ast.Attribute | ast.Subscript):
        name = name.value
    if not (isinstance(by, ast.Constant) and isinstance(by.value, str) and isinstance(name, ast.Name)):
        return None
    return replaced(code, by, f"tidy.date({name.id}[{by.value!r}]).dt.floor('D')")
