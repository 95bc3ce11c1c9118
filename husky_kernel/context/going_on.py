"""What a part of a task came to, as the beginning of the program for the next part: a value with a name.

The program begins with the lines that made the value, so that it stands on its own on the card, and can be edited and
run again alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.agent.types import Step, Turn
from husky_kernel.context.follows import follows

GO_ON, HOLDS = "Go on", "Holds"
"""How the lines begin that a program begins with, and that which says what they come to."""

NAME = "result"
LINES, LONGEST = 6, 600
SLOW = 2.0
"""Seconds of a step whose lines do not run once more."""

COLUMNS = 12
_GOES_ON_FROM = ("table", "number", "text")
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Import, ast.ImportFrom)


def going_on(
    words: str, turns: Sequence[Turn], steps: Sequence[Step], namespace: Mapping[str, Any], made: Collection[str]
) -> list[str]:
    """Lines of the description that say what the program for ``words`` goes on from; none where it begins anew, as
    after a change, or where it names a table.

    ``made``: variables that runs made, whose names may be taken.
    """
    if not follows(words) and _names_a_table(words, namespace, made):
        return []
    for turn in reversed(turns):
        step = next((step for step in reversed(steps) if step.call == turn.program and step.result), None)
        kind = step.result.kind if step and step.result else "none"
        if kind == "figure":
            continue  # what was drawn is gone on from
        if step is None or step.result is None or kind not in _GOES_ON_FROM or _did_more(step, made):
            return []
        return _lines(step.call or "", step.result.value, namespace, made)
    return []


def _did_more(step: Step, made: Collection[str]) -> bool:
    """Whether it changed something of the user's, or took long: its lines are not for running again."""
    effects = step.effects
    changed = effects and ({*effects.changed}.difference(made) or effects.deleted or effects.outside)
    return step.seconds.tool > SLOW or bool(changed)


def _names_a_table(words: str, namespace: Mapping[str, Any], made: Collection[str]) -> bool:
    said = {word.casefold() for word in re.findall(r"\w+", words)}
    tables = (name.casefold() for name, value in namespace.items() if hasattr(value, "columns") and name not in made)
    return any(name in said for name in tables if not name.startswith("_"))


def _lines(program: str, value: Any, namespace: Mapping[str, Any], made: Collection[str]) -> list[str]:
    try:
        *before, last = ast.parse(program).body
    except (SyntaxError, ValueError):
        return []
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Name) and before:
        name, last = last.value.id, before.pop()  # it only shows what it has made
    elif isinstance(last, ast.Expr):
        name = _free(namespace, made)
        last = ast.Assign([ast.Name(name, ast.Store())], last.value, lineno=1)
    elif isinstance(last, ast.Assign) and len(last.targets) == 1 and isinstance(last.targets[0], ast.Name):
        name = last.targets[0].id
    else:
        return []
    body = [*before, last]
    if len(body) > LINES or not all(isinstance(statement, _SIMPLE) for statement in body):
        return []
    lines = [ast.unparse(statement) for statement in body]
    if sum(map(len, lines)) > LONGEST or any("\n" in line for line in lines):
        return []
    return [*(f"{GO_ON}: {line}" for line in lines), f"{HOLDS}: {name} {_told(value)}"]


def _free(namespace: Mapping[str, Any], made: Collection[str]) -> str:
    """The value's name: none of the user's own."""
    names = (NAME if not number else f"{NAME}_{number + 1}" for number in range(len(namespace) + 1))
    return next(name for name in names if name not in namespace or name in made)


def _told(value: Any) -> str:
    """What a program has to know of the value."""
    columns = getattr(value, "columns", None)
    index = ", ".join(map(repr, _index(value)))
    if columns is not None:
        by = f", by {index} in its index" if index else ""
        return f"has {', '.join(map(repr, list(columns)[:COLUMNS]))}{by}"
    if hasattr(value, "index") and hasattr(value, "iloc"):
        return f"is a Series of {value.name!r}" + (f" by {index}" if index else "")
    return f"is of type {type(value).__name__}"


def _index(value: Any) -> Iterator[Any]:
    names = getattr(getattr(value, "index", None), "names", ())
    return (name for name in names if name is not None)
