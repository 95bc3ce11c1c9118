"""Programs with sympy whose symbols were not all defined: small models write ``solve(f + 2, f)`` and forget ``f``."""

from __future__ import annotations

import ast
import builtins
import re

from husky_kernel.syntax import parsed

_MISSING = re.compile(r"^NameError: name '[a-zA-Z]\d?' is not defined")

_SYMBOL = re.compile(r"[a-zA-Z]\d?")
_TAKEN = frozenset("EINOQSC")
"""One-letter names that sympy's star import defines itself."""


def with_missing_symbols(code: str, failure: str) -> str | None:
    """``code`` with the symbols that it forgot to define, where ``failure`` misses one; None otherwise."""
    if not _MISSING.match(failure):
        return None
    mended = with_symbols(code)
    return mended if mended != code else None


def with_symbols(code: str) -> str:
    """``code`` with the one-letter symbols that it uses before anything defines them, right after it imports sympy.

    Anything else is left as it is: a missing name of more letters is a mistake that should be heard.
    """
    tree = parsed(code)
    if tree is None:
        return code
    found = ((node, maker) for node in tree.body if (maker := _maker(node)))
    at, maker = next(found, (None, ""))
    missing = sorted(name for name in unbound(tree) if _SYMBOL.fullmatch(name) and name not in _TAKEN)
    if at is None or not missing:
        return code
    lines = code.splitlines()
    lines.insert(at.end_lineno or at.lineno, f"{', '.join(missing)} = {maker}({' '.join(missing)!r})")
    return "\n".join(lines)


def _maker(node: ast.stmt) -> str:
    """How the program calls ``symbols`` after this statement; empty if it does not import it."""
    if isinstance(node, ast.ImportFrom) and node.module == "sympy":
        return next((name.asname or "symbols" for name in node.names if name.name in ("*", "symbols")), "")
    if isinstance(node, ast.Import):
        return next((f"{name.asname or name.name}.symbols" for name in node.names if name.name == "sympy"), "")
    return ""


def unbound(tree: ast.Module) -> set[str]:
    """Names that are read before or without being written, in the order of the program's statements."""
    bound, missing = set(dir(builtins)), set[str]()
    for statement in tree.body:
        own = {arg.arg for node in ast.walk(statement) if isinstance(node, ast.arguments) for arg in _all(node)}
        own |= {name.id for name in _names(statement) if isinstance(name.ctx, ast.Store)}
        read = {name.id for name in _names(statement) if isinstance(name.ctx, ast.Load)}
        simple = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign)
        # What ``h = h + 1`` reads is not what it writes; a loop's or a function's own names are its own.
        missing |= read - bound - (own - _targets(statement) if simple else own)
        bound |= {(name.asname or name.name).split(".")[0] for name in _imported(statement)}
        bound |= own | {node.name for node in ast.walk(statement) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return missing


def _targets(statement: ast.stmt) -> set[str]:
    return {name.id for name in _names(statement) if isinstance(name.ctx, ast.Store)} - _inner(statement)


def _inner(statement: ast.stmt) -> set[str]:
    """Names that comprehensions inside bind for themselves."""
    loops = (node.target for node in ast.walk(statement) if isinstance(node, ast.comprehension))
    return {name.id for target in loops for name in ast.walk(target) if isinstance(name, ast.Name)}


def _imported(statement: ast.stmt) -> list[ast.alias]:
    return statement.names if isinstance(statement, ast.Import | ast.ImportFrom) else []


def _names(node: ast.AST) -> list[ast.Name]:
    return [name for name in ast.walk(node) if isinstance(name, ast.Name)]


def _all(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
