"""What a program does to a connection of the user's: it may read, not close it, nor write unless that is asked."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from husky_kernel.libraries.queries import WRITING

_TOLD = re.compile(r"table of the database ([^\W\d]\w*)|^([^\W\d]\w*): connection to a database", re.MULTILINE)
"""How the description of variables names connections."""

_ENDS = frozenset(("close", "dispose", "invalidate", "detach"))
_SETTLES = frozenset(("commit", "rollback", "begin", "executescript", "executemany", "register", "unregister"))
_WRITES = re.compile(rf"^\s*(?:{WRITING}|replace)\b", re.IGNORECASE)
_CLOSES = re.compile(r"\b(?:close|disconnect|dispose)\b", re.IGNORECASE)
"""Words of whoever wants a connection closed."""


def connections(context: str) -> frozenset[str]:
    """The names of the connections that a description of variables tells of."""
    return frozenset(name for found in _TOLD.findall(context) for name in found if name)


def misused(tree: ast.AST, names: Collection[str], question: str, *, changes: bool) -> Iterator[str]:
    """What a program does to the connections ``names`` that ``question`` does not ask for. ``changes``: it asks for a
    change.
    """
    for node in ast.walk(tree) if names else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=deed)) if name in names:
                if deed in _ENDS and not _CLOSES.search(question):
                    yield f"`{name}` is the user's connection: leave it open"
                elif not changes and (deed in _SETTLES or any(map(_writes, node.args))):
                    yield f"`{name}` is the user's database: the question asks for no change, only read it"
            case ast.Call(func=ast.Attribute(attr="to_sql")) if not changes and _mentions(node, names):
                yield "the question asks for no change: write nothing to the database"
            case ast.With(items=items):
                entered = [name for item in items if (name := _mentions(item.context_expr, names))]
                if entered:
                    yield f"`{entered[0]}` is the user's connection: use it without `with`, which ends it"


def _writes(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_WRITES.search(node.value))


def _mentions(node: ast.AST, names: Collection[str]) -> str:
    """The first of ``names`` in ``node``, unless it is what a method is called of: ``con.connect()``."""
    methods = {id(inner.value) for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}
    found = (one.id for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in methods)
    return next((name for name in found if name in names), "")
