"""Programs that make a changed table and let it go, where the question asks to change the table itself."""

from __future__ import annotations

import ast

from husky_kernel.syntax import MAKES_NEW, parsed, thrown_away

_ASKED = "a change was asked for, nothing changed"


def with_assignment(code: str, failure: str) -> str | None:
    """``code`` whose last line keeps the changed table under the table's own name; None if that is not what failed."""
    tree = parsed(code) if _ASKED in failure else None
    if tree is None or not tree.body:
        return None
    if renamed := _kept_under_another_name(code, tree):
        return renamed
    last = tree.body[-1]
    value = last.value if isinstance(last, ast.Expr | ast.Assign) else None
    table = _changed(value)
    if value is None or table is None:
        return None
    if isinstance(last, ast.Assign) and [ast.unparse(target) for target in last.targets] == [table]:
        return None
    kept = code.split("\n")[: last.lineno - 1]
    return "\n".join([*kept, f"{table} = {ast.unparse(value)}", table])


def with_kept(code: str, failure: str) -> str | None:
    """``code`` in which lines that make a changed table, and let it go, keep it; None if it has no such line."""
    lines = code.split("\n")
    for line, call in thrown_away(parsed(code)):
        if (table := _changed(call)) and not line.col_offset:
            lines[line.lineno - 1] = f"{table} = {lines[line.lineno - 1]}"
    kept = "\n".join(lines)
    return kept if kept != code else None


def _kept_under_another_name(code: str, tree: ast.Module) -> str | None:
    """``code`` whose one changed table has a name of its own, and gets the table's as well."""
    found = [
        (node, node.targets[0].id, table)
        for node in tree.body[:-1]
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        if (table := _changed(node.value)) and table != node.targets[0].id
    ]
    if len(found) != 1 or found[0][0].end_lineno is None:
        return None
    node, name, table = found[0]
    lines = code.split("\n")
    return "\n".join([*lines[: node.end_lineno], f"{table} = {name}", *lines[node.end_lineno :]])


def _changed(value: ast.expr | None) -> str | None:
    """The table whose changed form ``value`` is: the name that a chain of such methods begins with."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in MAKES_NEW:
        value = value.func.value
        if isinstance(value, ast.Name):
            return value.id
    return None
