"""Missing values that are counted by what counts those that are there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed


def never_there(program: str) -> Iterator[str]:
    """What is told of ``d.loc[d['a'].isna(), 'a'].count()``: it is 0 whatever is missing."""
    tree = parsed(program)
    for of, _ in method_calls(tree, "count") if tree is not None else ():
        match of:
            case (
                ast.Subscript(
                    value=ast.Attribute(attr="loc"),
                    slice=ast.Tuple(elts=[condition, ast.Constant(value=str() as column)]),
                )
                | ast.Subscript(value=ast.Subscript(slice=condition), slice=ast.Constant(value=str() as column))
            ):
                if _is_missing(condition, column):
                    yield f"`{column}`: .count() counts what is there, which is 0 of missing values: take .isna().sum()"
                    return


def _is_missing(condition: ast.expr, column: str) -> bool:
    match condition:
        case ast.Call(
            func=ast.Attribute(value=ast.Subscript(slice=ast.Constant(value=found)), attr="isna" | "isnull"), args=[]
        ):
            return bool(found == column)
    return False
