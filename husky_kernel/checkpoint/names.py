"""Which variables a piece of code can touch, read off its text before it runs."""

from __future__ import annotations

import ast
import dis
import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_DYNAMIC = frozenset({"exec", "eval", "compile", "globals", "locals", "vars", "get_ipython", "__import__", "__main__"})
"""Names that let code reach variables which its text does not name."""

_OUTSIDE = frozenset((
    "HTML", "alias", "autoreload", "bash", "cd", "colors", "conda", "config", "env", "getoutput", "history", "html",
    "javascript", "js", "latex", "load_ext", "ls", "lsmagic", "markdown", "matplotlib", "pinfo", "pip", "precision",
    "pwd", "script", "sh", "svg", "sx", "system", "unload_ext", "uv", "who", "whos", "writefile",
))  # fmt: skip
"""IPython's magics, and calls of the system, that touch no variable but those that their text names."""

_OF_CODE = frozenset(["time", "timeit", "prun", "capture", "memit", "lprun"])
"""Magics that run the code that follows them."""

_FLAGS = re.compile(r"(?:\s*-{1,2}[\w-]+(?:\s*\d+)?\b)*\s*")

_RAW = frozenset(
    [
        "array",
        "_mgr",
        "_values",
        "_data",
        "_ndarray",
        "_codes",
        "setflags",
        "writeable",
        "flags",
        "from_numpy",
        "as_tensor",
        "ctypes",
    ]
)
"""Attributes that write into the memory of a table past its copy-on-write; ``array`` where it is not called."""

_HIDDEN = re.compile(r"_+|_i+|_i?\d+|_[iodh]h|In|Out|get_ipython|exit|quit|open|_husky|__\w+__")
"""IPython's own variables and ours, which no step is about."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What code names. ``everything``: it may touch any variable. ``raw``: it may write past copy-on-write."""

    names: frozenset[str]
    everything: bool = False
    raw: bool = False
    set_on: frozenset[str] = field(default_factory=frozenset)
    """Names whose attributes the code sets."""


def hidden(name: str) -> bool:
    """Whether a variable is IPython's or ours rather than the user's."""
    return _HIDDEN.fullmatch(name) is not None


def public(name: str) -> bool:
    """Whether a variable is one that a person made for themselves."""
    return not name.startswith("_") and not hidden(name)


@lru_cache(maxsize=256)
def mentions(code: str, transform: Callable[[str], str] | None = None) -> Mentions:
    """What ``code`` names: read, bound or deleted, at any depth. ``transform`` turns IPython's syntax into Python.

    Magics, star imports and code that runs other code may touch everything; so may what cannot be parsed.
    """
    try:
        tree = ast.parse(transform(code) if transform else code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Mentions(frozenset(), everything=True, raw=True)
    found = list(ast.walk(_Magics().visit(tree)))
    names = {name for node in found for name in _names(node)}
    attributes = {node.attr for node in found if isinstance(node, ast.Attribute)}
    called = _called_arrays(found)
    raw = {node.attr for node in found if isinstance(node, ast.Attribute) and id(node) not in called}
    star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in found)
    everything = star or bool(names & _DYNAMIC) or "run_cell" in attributes
    set_on = {_root(node) for node in found if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return Mentions(frozenset(names), everything, everything or bool(raw & _RAW), frozenset(set_on))


class _Magics(ast.NodeTransformer):
    """Puts what a magic's text names in its place, where the magic is known to touch nothing else."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A call of ``get_ipython()``, as the shell writes magics, or any other."""
        match node:
            case ast.Call(ast.Attribute(ast.Call(ast.Name("get_ipython")), method), [*given]) if all(
                isinstance(each, ast.Constant) and isinstance(each.value, str) for each in given
            ):
                told = _of_magic(method, [str(each.value) for each in given if isinstance(each, ast.Constant)])
                return self.generic_visit(node) if told is None else told
        return self.generic_visit(node)


def _of_magic(method: str, given: list[str]) -> ast.AST | None:
    """Code that touches what ``get_ipython().method(*given)`` does; None if that may be anything."""
    name, line, *body = given if method in ("run_line_magic", "run_cell_magic") else (method, *given)
    if name not in _OF_CODE and name not in _OUTSIDE:
        return None
    code = body[0] if body else _FLAGS.sub("", line, count=1)
    try:
        inner = ast.parse(code).body if name in _OF_CODE else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    bound = re.findall(r"[^\W\d]\w*", line) if body else []  # %%capture NAME
    named = [ast.Expr(ast.Name(word, ast.Load())) for word in bound]
    return ast.Module([*map(_Magics().visit, inner), *named], [])


def _called_arrays(found: list[ast.AST]) -> set[int]:
    """``np.array(...)`` makes an array, ``column.array`` is the column's own."""
    calls = (node.func for node in found if isinstance(node, ast.Call))
    return {id(func) for func in calls if isinstance(func, ast.Attribute) and func.attr == "array"}


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.Constant(value=str(text)) if "@" in text:  # df.query("a > @limit")
            yield from re.findall(r"@([^\W\d]\w*)", text)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


@lru_cache(maxsize=4096)
def globals_of(code: types.CodeType) -> Mentions:
    """The global names a compiled function uses, with those of the functions inside it."""
    steps = list(dis.get_instructions(code))
    names = {str(step.argval) for step in steps if step.opname.endswith(("_GLOBAL", "_NAME"))}
    called = {step.argval for step in steps if step.opname == "LOAD_METHOD" or "NULL" in step.argrepr}
    raw = {step.argval for step in steps if step.opname.endswith(("_ATTR", "_METHOD"))} - (called & {"array"})
    inner = [globals_of(const) for const in code.co_consts if isinstance(const, types.CodeType)]
    return Mentions(
        frozenset(names).union(*(each.names for each in inner)),
        bool(names & _DYNAMIC) or any(each.everything for each in inner),
        bool(_RAW & raw) or any(each.raw for each in inner),
    )
