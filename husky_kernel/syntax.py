"""What a small model wrote, read as Python, and changed in places."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

MAKES_NEW = frozenset(("assign", "astype", "bfill", "drop", "drop_duplicates", "dropna", "ffill", "fillna", "rename"))
MAKES_NEW |= {"explode", "merge", "replace", "reset_index", "set_index", "sort_index", "sort_values", "round"}
"""Methods of tables that give the table changed."""

GIVES_VALUE = frozenset(("mean", "sum", "max", "min", "median", "count", "nunique", "std", "var", "size", "item"))
GIVES_VALUE |= {"idxmax", "idxmin", "round", "value_counts", "nlargest", "nsmallest"}
_VALUES_OF = frozenset(("len", "round", "int", "float", "sum", "max", "min"))
"""Methods and functions that give a value or a few."""


def mentioned(tree: ast.AST) -> Iterator[str]:
    """Attributes and texts of a program: columns and methods are named by both."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def identifiers(tree: ast.AST) -> set[str]:
    """The names of variables and functions that a program has."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def number_given(node: ast.AST) -> list[tuple[str, ast.Constant]]:
    """The name to which ``node`` gives a number, doing nothing else."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int() | float()) as number):
            return [(name, number)]
    return []


def parsed(code: str) -> ast.Module | None:
    """The tree of ``code``, None if it is not Python."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError):  # the latter for a null byte
        return None


def method_calls(tree: ast.AST | None, *names: str) -> list[tuple[ast.expr, ast.Call]]:
    """The calls of methods with one of ``names``, each with what the method is of."""
    return [
        (node.func.value, node)
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


def variable_of(node: ast.expr) -> ast.Name | None:
    """The variable whose part ``node`` is by columns, rows and attributes; None if it is part of something else."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def thrown_away(tree: ast.Module | None, names: Collection[str] = MAKES_NEW) -> Iterator[tuple[ast.Expr, ast.Call]]:
    """The statements before the last one that make a new table by a method of ``names`` and let it go."""
    for line in tree.body[:-1] if tree is not None else ():
        match line:
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name), keywords=options) as call):
                if name in names and not any(option.arg == "inplace" for option in options):
                    yield line, call


def last_value(tree: ast.Module | None) -> ast.expr | None:
    """The expression that a program ends with; None where it ends otherwise."""
    last = tree.body[-1] if tree is not None and tree.body else None
    return last.value if isinstance(last, ast.Expr) else None


def chained(value: ast.expr | None) -> Iterator[str]:
    """The methods of a chain of calls, the last first, and the function that it begins with."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        yield value.func.attr
        value = value.func.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        yield value.func.id


def replaced(code: str, node: ast.expr, text: str) -> str:
    """``code`` with ``text`` in the place of ``node``; what stands around it stays, comments too."""
    lines = code.encode().splitlines(keepends=True)
    before = [*lines[: node.lineno - 1], lines[node.lineno - 1][: node.col_offset]]
    end = (node.end_lineno or node.lineno) - 1
    after = [lines[end][node.end_col_offset :], *lines[end + 1 :]]
    return b"".join([*before, text.encode(), *after]).decode()


def values_of(tree: ast.Module | None) -> Iterator[ast.Expr]:
    """The lines that are a value and nothing else, where the last line is one."""
    if tree is None or not tree.body or not _is_value(tree.body[-1]):
        return
    yield from (line for line in tree.body if isinstance(line, ast.Expr) and _is_value(line))


def _is_value(line: ast.stmt) -> bool:
    match line:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in GIVES_VALUE
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in _VALUES_OF
    return False
