"""Programs that take the largest value of each group where its row is asked for."""

from __future__ import annotations

import ast

from husky_kernel.syntax import last_value, parsed, replaced

_ASKED = "the answer has numbers only, take the rows"


def with_rows(code: str, failure: str) -> str | None:
    """``code`` whose last line, ``t.groupby('a')['b'].max()``, takes the rows of these values; None for all others."""
    value = last_value(parsed(code)) if _ASKED in failure else None
    match value:
        case ast.Call(
            func=ast.Attribute(value=ast.Subscript() | ast.Attribute() as column, attr="max" | "min" as end),
            args=[],
            keywords=[],
        ):
            match column.value:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="groupby")):
                    return replaced(code, value, f"{table}.loc[{ast.unparse(column)}.idx{end}()]")
    return None
