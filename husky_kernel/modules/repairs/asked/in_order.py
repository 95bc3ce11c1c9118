"""Charts whose weekdays or months stand by the alphabet: what is drawn is brought to the order of the calendar."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_FAILED = re.compile(r"are not in their order: take (\.reindex\(\[[^\]]+\]\)) first")

_SUMS = frozenset(("size", "count", "sum", "mean", "median", "min", "max", "nunique", "value_counts", "sort_index"))


def with_order(code: str, failure: str) -> str | None:
    """``code`` whose chart is drawn of ``….reindex([…])``; None if that is not what was told, or it draws otherwise."""
    found = _FAILED.search(failure)
    tree = parsed(code)
    if found is None or tree is None:
        return None
    for of, _ in method_calls(tree, "plot", "bar", "barh", "line", "pie"):
        if isinstance(of, ast.Attribute) and of.attr == "plot":
            of = of.value
        if isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute) and of.func.attr in _SUMS:
            return replaced(code, of, f"{ast.unparse(of)}{found[1]}")
        if isinstance(of, ast.Name) and _is_grouped(tree, of.id):
            return replaced(code, of, f"{of.id}{found[1]}")
    return None


def _is_grouped(tree: ast.Module, name: str) -> bool:
    """Whether the last value of a variable is the sum of groups by one thing."""
    made = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    ]
    match made[-1:]:
        case [ast.Call(func=ast.Attribute(attr=how, value=of))] if how in _SUMS:
            keys = [call.args[0] for _, call in method_calls(of, "groupby") if call.args]
            return how == "value_counts" or (bool(keys) and not isinstance(keys[-1], ast.List))
    return False
