"""Programs that take a part of a date, "year", for a column."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_TOLD = re.compile(
    r"`(?P<part>\w+)` is no column: take it of the dates, \[(?P<column>'(?:[^'\\]|\\.)*')\](?P<taken>\.dt\.[\w().']+)"
)


def with_part(code: str, failure: str) -> str | None:
    """``code`` that groups by the part of the dates that its failure names, in the place of a column of that name."""
    found = _TOLD.search(failure)
    for table, call in method_calls(parsed(code), "groupby") if found else ():
        for key in _keys(call):
            if found and isinstance(table, ast.Name) and key.value == found["part"]:
                return replaced(code, key, f"{table.id}[{found['column']}]{found['taken']}")
    return None


def _keys(call: ast.Call) -> list[ast.Constant]:
    by = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "by"), None)
    several = by.elts if isinstance(by, ast.List) else [by]
    return [key for key in several if isinstance(key, ast.Constant)]
