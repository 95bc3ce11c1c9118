"""Ratios that are upside down: "how many bodies as wide as Earth make up the Sun" is not 0.009."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import number_given, parsed

_COUNTED = re.compile(r"\bhow (many|often)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(percent(age)?|share|fraction|part|ratio)\b", re.IGNORECASE)

LEAST = 0.05
"""Less than this is hardly meant by "how many"."""


def upside_down(code: str, question: str) -> str | None:
    """What is wrong where the last line divides one number of the program by a far larger one and a count is asked."""
    tree = parsed(code)
    if tree is None or not tree.body or not _COUNTED.search(question) or _SHARE.search(question):
        return None
    last = tree.body[-1]
    value = last.value if isinstance(last, ast.Expr | ast.Assign) else None
    if isinstance(value, ast.Call) and value.args:  # round(a / b, 1)
        value = value.args[0]
    numbers = {name: float(ast.literal_eval(number)) for node in tree.body for name, number in number_given(node)}
    match value:
        case ast.BinOp(left=ast.Name(id=one), op=ast.Div(), right=ast.Name(id=other)):
            small, large = numbers.get(one, 0.0), numbers.get(other, 0.0)
            if 0 < small < LEAST * large:
                only = f"{one} / {other} is only {small / large:.2g}"
                return f"{only}, and the question asks how many: divide {other} by {one}"
    return None
