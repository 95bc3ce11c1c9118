"""Decimals that a program cuts off by ``int``, and that nobody asked to be cut off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import last_value, parsed

_WHOLE = re.compile(r"\b(?:whole|integers?|round\w*|full|complete|decimals?|how many|number of|count)\b")
"""Words of whoever wants a whole number."""

_DIVIDES = frozenset(("mean", "median", "std", "var", "quantile", "corr", "div", "truediv"))


def cut_off(question: str, program: str) -> Iterator[str]:
    """What is told where the last line of ``program`` makes a whole number of a quotient or an average."""
    value = last_value(parsed(program))
    match value:
        case ast.Call(func=ast.Name(id="int"), args=[inner], keywords=[]) if not _WHOLE.search(question.lower()):
            if any(_has_decimals(node) for node in ast.walk(inner)):
                yield "int(…) cuts the decimals off: leave it out"


def _has_decimals(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div)
    return isinstance(node, ast.Attribute) and node.attr in _DIVIDES
