"""Programs that compare values with the label of a row, which ``idxmin`` gives, as if it were the value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from husky_kernel.syntax import parsed

_VALUES = {"idxmin": "min", "idxmax": "max"}


def compared_labels(program: str) -> Iterator[str]:
    """What is wrong with ``t['a'] == t['a'].idxmin()``."""
    tree = parsed(program)
    if tree is None:
        return
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=[ast.Call(func=ast.Attribute(value=column, attr=name))]):
                if name in _VALUES and ast.dump(column) == ast.dump(left):
                    yield f"{name}() gives the label of a row, not its value: compare with .{_VALUES[name]}()"
