"""Conditions of a selection that are one value for all rows, where each row or group has its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from husky_kernel.syntax import parsed

_OF_ALL = frozenset(("count", "sum", "mean", "median", "nunique", "size"))


def one_for_all(program: str) -> Iterator[str]:
    """What is told of ``t[t['a'].count() >= 20]``: the count is that of all rows, so that all are taken or none."""
    tree = parsed(program)
    selections = [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)] if tree is not None else []
    for part in (part for selection in selections for part in _conditions(selection)):
        match part:
            case ast.Compare(left=ast.Call(func=ast.Attribute(value=of, attr=how), keywords=[]), comparators=[limit]):
                if how in _OF_ALL and isinstance(limit, ast.Constant) and not _is_grouped(of):
                    told = f"`{ast.unparse(part)}` is one value for all rows"
                    yield f"{told}: by group it takes .groupby(…).transform({how!r}), or a selection afterwards"


def _conditions(node: ast.expr) -> Iterator[ast.expr]:
    """The parts of a condition that are joined by & and |, and of a selection of rows and columns."""
    if isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _conditions(part)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield from _conditions(node.left)
        yield from _conditions(node.right)
    else:
        yield node


def _is_grouped(node: ast.expr) -> bool:
    """Whether what is added up has several results: of groups, or along the columns."""
    return any(
        isinstance(part, ast.Attribute) and part.attr in ("groupby", "str", "rolling") for part in ast.walk(node)
    )
