"""What a program's text alone says: changes without effect, and comparisons that bind otherwise than they look."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.notes.call import Note
from husky_kernel.syntax import MAKES_NEW, parsed, thrown_away

_MAKES_NEW = MAKES_NEW | {"merge", "join"}
"""Methods of tables whose only effect is what they return."""


def read(program: str, namespace: Mapping[str, Any]) -> Iterator[Note]:
    """Notes of a program that has run; ``namespace`` tells which of its names are tables."""
    tree = parsed(program)
    if tree is None:
        return
    yield from _thrown_away(tree, namespace)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            yield from _chained(node, namespace)
        elif isinstance(node, ast.Call):
            yield from _in_place(node, namespace)
        elif isinstance(node, ast.Compare):
            yield from _precedence(node)
            yield from _object(node, namespace)


def _thrown_away(tree: ast.Module, namespace: Mapping[str, Any]) -> Iterator[Note]:
    for _, call in thrown_away(tree, _MAKES_NEW):
        if isinstance(call.func, ast.Attribute) and _table(call.func.value, namespace) is not None:
            yield Note(f"`{ast.unparse(call)}` changes nothing: what it returns is not kept")


def _chained(node: ast.Assign | ast.AugAssign, namespace: Mapping[str, Any]) -> Iterator[Note]:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        match target:
            case (
                ast.Subscript(value=ast.Subscript() as inner)
                | ast.Subscript(value=ast.Attribute(value=ast.Subscript() as inner, attr="loc" | "iloc" | "at" | "iat"))
            ):
                if _copies() and _part(inner, namespace):
                    yield _without_effect(target)
            case (
                ast.Subscript(
                    value=ast.Attribute(value=ast.Attribute(value=ast.Name() as base, attr=name), attr="loc" | "iloc")
                )
                | ast.Subscript(value=ast.Attribute(value=ast.Name() as base, attr=name))
            ):
                table = _table(base, namespace)
                if _copies() and table is not None and name in getattr(table, "columns", ()):
                    yield _without_effect(target)


def _in_place(node: ast.Call, namespace: Mapping[str, Any]) -> Iterator[Note]:
    flags = (option.value for option in node.keywords if option.arg == "inplace")
    in_place = any(isinstance(flag, ast.Constant) and flag.value is True for flag in flags)
    match node.func:
        case ast.Attribute(value=ast.Subscript() as inner) if in_place and _copies() and _part(inner, namespace):
            yield _without_effect(node)


def _without_effect(node: ast.AST) -> Note:
    told = ast.unparse(node)
    return Note(f"`{told if len(told) < 80 else told[:80] + ' …'}` changes a copy: write df.loc[rows, column] = …")


def _precedence(node: ast.Compare) -> Iterator[Note]:
    sides = [node.left, *node.comparators]
    for place, side in enumerate(sides):
        match side:
            case ast.BinOp(
                op=ast.BitAnd() | ast.BitOr() as sign, right=ast.Subscript() | ast.Attribute() | ast.Name()
            ) if not place and _bare(side, node):
                told = "&" if isinstance(sign, ast.BitAnd) else "|"
                yield Note(
                    f"{told} binds before the comparison in `{ast.unparse(node)}`: put brackets around each comparison"
                )
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr() as sign, left=ast.Constant()) if place:
                told = "&" if isinstance(sign, ast.BitAnd) else "|"
                yield Note(
                    f"{told} binds before the comparison in `{ast.unparse(node)}`: put brackets around each comparison"
                )
            case ast.UnaryOp(op=ast.Invert(), operand=ast.Attribute() | ast.Subscript() as operand) if not place:
                yield Note(f"~ binds before the comparison: write ~({ast.unparse(operand)} …)")


def _bare(side: ast.expr, whole: ast.expr) -> bool:
    """Whether the left side stands without brackets, so that it is one by its operator's rank alone."""
    return (side.lineno, side.col_offset) == (whole.lineno, whole.col_offset)


def _object(node: ast.Compare, namespace: Mapping[str, Any]) -> Iterator[Note]:
    """``dtype == 'object'``, which was the type of texts before pandas 3."""
    sides = [node.left, *node.comparators]
    asks = any(isinstance(side, ast.Attribute) and side.attr in ("dtype", "dtypes") for side in sides)
    named = any(isinstance(side, ast.Constant) and side.value in ("object", "O") for side in sides)
    named = named or any(isinstance(side, ast.Name) and side.id == "object" for side in sides)
    if asks and named and any(_texts_are_str(value) for value in list(namespace.values())):
        yield Note("columns of texts are of dtype 'str' here, not 'object': take pd.api.types.is_string_dtype")


def _texts_are_str(value: Any) -> bool:
    return type(value).__name__ == "DataFrame" and any(str(dtype) == "str" for dtype in value.dtypes)


def _part(node: ast.Subscript, namespace: Mapping[str, Any]) -> bool:
    """Whether ``node`` is a part of a table, as in ``df['a']`` and ``df.loc[rows]``."""
    base = node.value
    if isinstance(base, ast.Attribute) and base.attr in ("loc", "iloc"):
        base = base.value
    return _table(base, namespace) is not None


def _table(node: ast.expr, namespace: Mapping[str, Any]) -> Any:
    value = namespace.get(node.id) if isinstance(node, ast.Name) else None
    return value if type(value).__name__ == "DataFrame" and hasattr(value, "iloc") else None


def _copies() -> bool:
    """Whether parts of a table are copies, as from pandas 3 on."""
    import pandas as pd

    return int(pd.__version__.split(".")[0]) >= 3
