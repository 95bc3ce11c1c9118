"""Data that a program makes up: a table written down in place of one that the user has, or has not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

MOST = 3
"""Values of a written table that may come from anywhere: names of its rows, say."""


def made_up(tree: ast.AST, variables: Sequence[str], told: str) -> Iterator[str]:
    """What to say of each table that is written down by its values, which ``told`` does not give.

    One that takes the name of a variable of the user's is made up whatever its values are.
    """
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_table(node.value.func)):
            continue
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        values = list(_values(node.value))
        strange = [value for value in values if str(value) not in told]
        known = [name for name in names if name in variables]
        if known and values:
            yield f"{known[0]} exists already: use it as it is"
        elif len(strange) > max(MOST, 0.5 * len(values)):
            yield f"the values of {names[0] if names else 'a table'} are made up: use the variables that are listed"


def _is_table(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("DataFrame", "Series")


def _values(call: ast.Call) -> Iterator[object]:
    """The values that are written in a call; none if any is computed."""
    leaves = [node for given in call.args for node in _leaves(given)]
    if leaves and all(isinstance(leaf, ast.Constant) for leaf in leaves):
        yield from (leaf.value for leaf in leaves if isinstance(leaf, ast.Constant))


def _leaves(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.List(elts=inner) | ast.Tuple(elts=inner) | ast.Dict(values=inner):
            for each in inner:
                yield from _leaves(each)
        case ast.UnaryOp(operand=inner_node):
            yield from _leaves(inner_node)
        case _:
            yield node
