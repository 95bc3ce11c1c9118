"""What to say of code that put nothing out: the value it ended with, or the variables it made."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.decisions.policy import SILENT
from husky_kernel.syntax import parsed
from husky_kernel.tools.output.values import brief, plain

NAMED = 8
"""So many new variables are named."""


def identities(shell: Any) -> Mapping[str, int]:
    """The namespace as it is: identities only, so that nothing is kept alive by it."""
    return {name: id(value) for name, value in shell.user_ns.items()}


def say_silent(shell: Any, call: str, before: Mapping[str, int], limit: int) -> str:
    """The observation of silent code. Small models often end with ``answer = ...``: that is then what they get."""
    namespace = shell.user_ns
    name = last_assigned(shell.transform_cell(call))
    if name is not None and tellable(namespace.get(name)):
        return plain(namespace[name], limit) or f"{name} is an empty text."
    new = [f"{name} = {brief(value)}" for name, value in _changed(shell, before)]
    told = f" New variables: {', '.join(new[:NAMED])}{', …' if len(new) > NAMED else ''}" if new else ""
    return f"{SILENT} and printed nothing.{told}"


def last_assigned(cell: str) -> str | None:
    """The variable that the last statement of ``cell`` sets, if it sets exactly one."""
    tree = parsed(cell)
    last = tree.body[-1] if tree is not None and tree.body else None
    if isinstance(last, ast.Assign) and len(last.targets) == 1:
        target: ast.expr | None = last.targets[0]
    else:
        target = last.target if isinstance(last, ast.AugAssign | ast.AnnAssign) else None
    return target.id if isinstance(target, ast.Name) else None


def _changed(shell: Any, before: Mapping[str, int]) -> list[tuple[str, object]]:
    return [
        (name, value)
        for name, value in list(shell.user_ns.items())
        if not name.startswith("_")
        and name not in shell.user_ns_hidden
        and before.get(name) != id(value)
        and tellable(value)
    ]


def tellable(value: object) -> bool:
    """Whether a value says something: not a module, a function, a plot or nothing."""
    kind = type(value).__module__
    return value is not None and not callable(value) and type(value).__name__ != "module" and "matplotlib" not in kind
