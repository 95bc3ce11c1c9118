"""Why a selection of rows came out empty: which of its conditions no row fits."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.syntax import parsed

_HARMLESS = frozenset(
    {"astype", "between", "contains", "endswith", "isin", "isna", "isnull", "lower", "notna", "notnull"}
)
_HARMLESS |= {"startswith", "strip", "upper"}
"""Methods that a condition may call: it is computed once more, and must do nothing."""

_NODES = (ast.Attribute, ast.Compare, ast.Constant, ast.Name, ast.Subscript, ast.UnaryOp, ast.List, ast.keyword)
_OPERATORS = (ast.cmpop, ast.expr_context, ast.unaryop)

MOST = 6
"""So many conditions are told."""


def unfit(call: str, namespace: Mapping[str, Any]) -> str:
    """How many rows each condition of a selection in ``call`` fits, if one of them fits none; else nothing."""
    tree = parsed(call)
    if tree is None:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            fitting = [(ast.unparse(each), _rows(each, namespace)) for each in _conditions(node.slice)][:MOST]
            if any(rows == 0 for _, rows in fitting):
                return "No row fits: " + ", ".join(f"{text} fits {rows}" for text, rows in fitting if rows is not None)
    return ""


def _conditions(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield from _conditions(node.left)
        yield from _conditions(node.right)
    elif isinstance(node, ast.Compare | ast.Call):
        yield node


def _rows(condition: ast.expr, namespace: Mapping[str, Any]) -> int | None:
    """The rows that fit, None where that cannot be told."""
    if not all(_harmless(node) for node in ast.walk(condition)):
        return None
    try:
        mask = eval(compile(ast.Expression(condition), "<condition>", "eval"), dict(namespace))
        return int(mask.sum()) if str(getattr(mask, "dtype", "")) == "bool" else None
    except Exception:  # it may be what the program fails at
        return None


def _harmless(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in _HARMLESS
    return isinstance(node, (*_NODES, *_OPERATORS))
