"""Programs that group by another column than the one that is asked for."""

from __future__ import annotations

import ast
import re

from husky_kernel.modules.syntax import parsed, replaced

_FAILED = re.compile(r"the answer does not show which, group by ('(?:[^'\\]|\\.)*')")


def with_group(code: str, failure: str) -> str | None:
    """``code`` whose only ``groupby`` of one column is by the column that its failure names; None if it names none."""
    found, tree = _FAILED.search(failure), parsed(code)
    if found is None or tree is None:
        return None
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "groupby"
    ]
    by = calls[0].args[0] if len(calls) == 1 and len(calls[0].args) == 1 else None
    if not (isinstance(by, ast.Constant) and isinstance(by.value, str)) or repr(by.value) == found[1]:
        return None
    return replaced(code, by, found[1])
