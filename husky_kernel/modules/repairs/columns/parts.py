"""Programs that group by a part of a date as if it were a column: "year", or "paid.dt.year"."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_TOLD = re.compile(
    r"`(?P<part>\w+)` is no column: take it of the dates, \[(?P<column>'(?:[^'\\]|\\.)*')\](?P<taken>\.dt\.[\w().']+)"
)

_QUOTED = re.compile(r"(?P<column>[^.]+)(?P<taken>\.(?:dt|str)\..+)")
"""A column with what is taken of it, in one pair of quotation marks."""


def with_part(code: str, failure: str) -> str | None:
    """``code`` that groups by the part of the dates that its failure names, in the place of a column of that name."""
    found = _TOLD.search(failure)
    for table, call in method_calls(parsed(code), "groupby") if failure.startswith("KeyError") else ():
        for key in _keys(call):
            if not isinstance(table, ast.Name):
                continue
            if found and key.value == found["part"]:
                return replaced(code, key, f"{table.id}[{found['column']}]{found['taken']}")
            quoted = _QUOTED.fullmatch(str(key.value))
            if quoted and quoted[0] in failure:
                text = replaced(code, key, f"{table.id}[{quoted['column']!r}]{quoted['taken']}")
                return text if parsed(text) is not None else None
    return None


def _keys(call: ast.Call) -> list[ast.Constant]:
    by = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == "by"), None)
    several = by.elts if isinstance(by, ast.List) else [by]
    return [key for key in several if isinstance(key, ast.Constant) and isinstance(key.value, str)]
