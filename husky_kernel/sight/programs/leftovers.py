"""Variables that earlier programs left and that a program takes for the user's."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from husky_kernel.syntax import parsed


def leftovers(program: str, made: Collection[str]) -> Iterator[str]:
    """What is wrong with ``program`` if it begins with a variable of ``made``, which earlier programs left."""
    tree = parsed(program)
    if tree is None:
        return
    own: set[str] = set()
    for statement in tree.body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        known = own | set(_bound(statement))
        used = [
            node.id for node in names if isinstance(node.ctx, ast.Load) and node.id in made and node.id not in known
        ]
        if used:
            yield f"`{used[0]}` was left by an earlier program: begin with the table itself"
            return
        own |= {node.id for node in names if isinstance(node.ctx, ast.Store)}


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Names that a loop, a comprehension or a function of the statement gives their values."""
    for node in ast.walk(statement):
        if isinstance(node, ast.comprehension | ast.For):
            yield from (name.id for name in ast.walk(node.target) if isinstance(name, ast.Name))
        elif isinstance(node, ast.arg):
            yield node.arg
