"""Values of several groups that stand beside each other without the groups' names: ``(a.mean(), b.mean())``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from husky_kernel.sight.programs.counted import column_of
from husky_kernel.syntax import last_value, parsed


def unnamed(program: str) -> Iterator[str]:
    """What is told where ``program`` ends with as many values as it selects groups of one column by name."""
    tree = parsed(program)
    value = last_value(tree)
    if tree is None or not isinstance(value, ast.Tuple | ast.List) or len(value.elts) < 2:
        return
    if any(isinstance(part, ast.Constant | ast.Tuple | ast.List | ast.Dict) for part in value.elts):
        return
    named: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str(group))]):
                column = left.attr if isinstance(left, ast.Attribute) else column_of(left)
                named.setdefault(column or "", set()).add(group)
    for column, groups in named.items():
        if column and len(groups) == len(value.elts):
            yield f"the values do not say which is which: take them of .groupby({column!r})"
            return
