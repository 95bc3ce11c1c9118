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
        if not isinstance(node, ast.Compare) or len(node.comparators) != 1:
            continue
        call = node.comparators[0]
        found = call.func if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
        if found is not None and found.attr in _VALUES and ast.dump(found.value) == ast.dump(node.left):
            name = found.attr
            yield f"{name}() gives the label of a row, not its value: compare with .{_VALUES[name]}()"
