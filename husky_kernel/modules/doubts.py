"""What in a program does not come from the question: seen before it runs, while writing it anew is still cheap.

A small coder that is shown a few values of a table makes conditions of them, and rebuilds tables that are there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from husky_kernel.agent.grammar import literals
from husky_kernel.agent.protocols import Doubt
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.connections import connections, misused
from husky_kernel.modules.grounding import is_spoken_of
from husky_kernel.modules.made_up import made_up
from husky_kernel.modules.repairs.asked.asked_summary import missing_summary
from husky_kernel.modules.repairs.columns.asked_column import (
    asked_column,
    condition_columns,
    left_out,
    speaks_of,
    types,
)
from husky_kernel.syntax import parsed

_COLUMN = re.compile(r"(\([^()\n]*\)): ([^;\n]*)")
"""A column in the description of a table: its type in brackets, its values."""

_VARIABLE = re.compile(r"^([^\W\d]\w*): ", re.MULTILINE)


def doubt(code: str, task: Task, history: Sequence[Step] = ()) -> Doubt | None:
    """What to write ``code`` anew for, None if nothing is wrong or there are no variables to be wrong about.

    Doubted are: a file that nobody named, a variable of the user's made up anew, True or False for each row as an
    answer, texts added up, a first program without a condition, the column or the summary that the question names, and
    a comparison with a value that neither the question, nor a person, nor an earlier output speaks of. Such values are
    not shown the second time: a small model that sees one takes it.
    """
    if not task.context:
        return None
    tree = parsed(code)
    if tree is None:
        return None
    human = [step.step for step in history if step.author == "human"]
    told = "\n".join([task.question, *human, *(step.output for step in history)])
    faults = [*_files(tree, told + task.context), *_rebuilt(tree, _VARIABLE.findall(task.context))]
    faults += [*_row_by_row(tree, task.context), *_texts_added(tree, task.context)]
    faults += () if history else _left_out(tree, task)
    if not faults and not _makes_up(tree, told, task.context):
        return None
    return Doubt(replace(task, context=_spoken_of(task.context, told)), "; ".join(faults) or None)


def unfounded(code: str, task: Task) -> Doubt | None:
    """What to write ``code`` anew for: a file that nobody named, tables made up, a connection that it closes."""
    tree = parsed(code)
    if tree is None:
        return None
    variables = _VARIABLE.findall(task.context)
    invented = list(made_up(tree, variables, "\n".join([task.question, *(turn.question for turn in task.turns)])))
    harmful = list(misused(tree, connections(task.context), task.question, changes=task.changes))
    faults = [*harmful, *_files(tree, task.question + task.context), *(invented or _rebuilt(tree, variables))]
    return Doubt(task, "; ".join(dict.fromkeys(faults)), never=bool(invented or harmful)) if faults else None


def _spoken_of(context: str, told: str) -> str:
    """``context`` with only those values that ``told`` speaks of, and those of columns that are shown whole."""

    def keep(found: re.Match[str]) -> str:
        if "…" not in found[2]:
            return found[0]
        kept = [text for text in literals(found[2]) if is_spoken_of(text[1:-1], told)]
        return f"{found[1]}: {', '.join([*kept, '…'])}" if kept else found[1]

    return _COLUMN.sub(keep, context)


def _files(tree: ast.AST, told: str) -> Iterator[str]:
    for call in _calls(tree):
        name = _name(call.func)
        path = _text(call.args[0]) if call.args else None
        if path is not None and (name == "open" or name.startswith("read_")) and path not in told:
            yield f"there is no file {path!r}: the variables that are listed exist already"


def _rebuilt(tree: ast.AST, variables: Sequence[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _name(node.value.func) == "DataFrame":
            names = [target.id for target in node.targets if isinstance(target, ast.Name) and target.id in variables]
            yield from (f"{name} exists already: use it as it is" for name in names)


def _row_by_row(tree: ast.Module, context: str) -> Iterator[str]:
    """A last line that compares a column, as in ``df['week'][df['date'] == 'May 3'] == 5``."""
    match tree.body[-1:]:
        case [ast.Expr(ast.Compare(left=ast.Subscript() as column, ops=[ast.Eq()]) as comparison)]:
            table: ast.expr = column
            while isinstance(table, ast.Subscript):
                table = table.value
            if isinstance(table, ast.Name) and f"{table.id}: DataFrame" in context:
                told = ast.unparse(comparison)
                yield f"{told} is True or False for each row: make it a condition of the selection"


def _texts_added(tree: ast.AST, context: str) -> Iterator[str]:
    """The sum of a column of texts, which pandas writes one behind the other."""
    for call in _calls(tree):
        match call.func:
            case ast.Attribute(
                value=ast.Subscript(slice=ast.Constant(value=str() as column)), attr="sum" | "mean" as what
            ):
                if types(context).get(column) == {"str"}:
                    yield f"the column {column!r} holds texts, which have no {what}: count the rows with len, say"


def _left_out(tree: ast.AST, task: Task) -> Iterator[str]:
    for condition in condition_columns(task.question, task.context):
        if not speaks_of(tree, condition):
            yield f"the question has a condition on the column {condition!r}, which the program leaves out"
    column = asked_column(task.question, task.context)
    if column is not None and not speaks_of(tree, column):
        yield left_out(column)
    summary = missing_summary(tree, task.question, task.context)
    if summary is not None:
        yield f"the question asks for the {summary}, which the program does not compute"


def _makes_up(tree: ast.AST, told: str, context: str) -> bool:
    """Whether something is compared with a value that nobody spoke of.

    Values of a column that is shown whole are not doubted: the model chose among them, 'female' for "women", say.
    """
    columns = [found[2] for found in _COLUMN.finditer(context) if "…" not in found[2]]
    shown = {text[1:-1] for column in columns for text in literals(column)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            values = [side.value for side in (node.left, *node.comparators) if isinstance(side, ast.Constant)]
            texts = {value for value in values if isinstance(value, str)} - shown
            if isinstance(node.ops[0], ast.Eq):
                texts |= {f"{value}" for value in values if isinstance(value, int | float) and value not in (0, 1)}
            if any(text and not is_spoken_of(text, told) for text in texts):
                return True
    return False


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
