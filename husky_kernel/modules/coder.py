"""The code expert: what is read from its replies, doubted, put right and supplied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from husky_kernel.agent.protocols import Doubt, Repair
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.asked_column import with_asked_column
from husky_kernel.modules.assigning import with_assignment
from husky_kernel.modules.columns import with_column
from husky_kernel.modules.conditions import with_conditions
from husky_kernel.modules.doubts import doubt, unfounded
from husky_kernel.modules.dropping import with_ignored
from husky_kernel.modules.durations import with_unit
from husky_kernel.modules.equations import with_equations
from husky_kernel.modules.expert import Expert, block, facts_of
from husky_kernel.modules.factors import without_factor
from husky_kernel.modules.facts import usable
from husky_kernel.modules.imports import with_import
from husky_kernel.modules.inventions import invented
from husky_kernel.modules.memory import Memory
from husky_kernel.modules.mixed_units import mixed_units
from husky_kernel.modules.names import with_name
from husky_kernel.modules.present import with_present
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.ratios import upside_down
from husky_kernel.modules.readings import with_join, with_reading
from husky_kernel.modules.rows_of import with_rows
from husky_kernel.modules.scales import wrong_scale
from husky_kernel.modules.subsets import with_lists
from husky_kernel.modules.symbols import with_missing_symbols
from husky_kernel.modules.tables import with_table

REPAIRS: Mapping[str, tuple[Callable[[str, str], str | None], str]] = {
    "name": (with_name, "a variable's name"),
    "symbols": (with_missing_symbols, "symbols that were not defined"),
    "import": (with_import, "a forgotten import"),
    "column": (with_column, "the spelling of a column"),
    "brackets": (with_conditions, "how conditions are joined"),
    "reading": (with_reading, "columns of texts, which are read first"),
    "join": (with_join, "a column of another table, which is joined first"),
    "assignment": (with_assignment, "a change that was not kept"),
    "factor": (without_factor, "a factor that the numbers have already"),
    "unit": (with_unit, "a duration, which is brought to a unit"),
    "present": (with_present, "missing values, which are left out"),
    "drop": (with_ignored, "a column to leave out, which is not there"),
    "rows": (with_rows, "the largest of each group, whose rows are taken"),
    "list": (with_lists, "the columns of groups, which are a list"),
    "equation": (with_equations, "an equation"),
    "asked": (with_asked_column, "the column that is asked for"),
}
"""The repairs by kind, in the order in which they are tried, and what each puts right."""

TWICE = ("reading",)
"""Kinds that may be done twice: the second column of texts shows once the first is read."""


def code_expert(prompt: Prompt, memory: Memory | None = None, books: Sequence[Memory] = ()) -> Expert:
    """The expert that writes Python, shown what ``memory`` and cookbooks have that is like the question."""
    check = partial(_doubt, prompt)
    return Expert("code", prompt, program, True, check, cured, with_table, memory, books)


def _doubt(prompt: Prompt, code: str, task: Task, history: Sequence[Step]) -> Doubt | None:
    """What is wrong with ``code`` before it runs. A question of facts, whose program makes them up, is for a search."""
    of_no_kind = prompt.solving(task.question) in (prompt, prompt.alone)
    if not task.context and not history and of_no_kind and invented(code, task.question) is not None:
        return Doubt(task, tool="search")
    if task.context and prompt.data:
        return unfounded(code, task)
    wrong = _misused(code, task, history)
    return Doubt(task, failure=wrong) if wrong else doubt(code, task, history)


def _misused(code: str, task: Task, history: Sequence[Step]) -> str | None:
    """What is wrong with how ``code`` uses facts that were found: units, scales, figures, which is divided by which."""
    found = facts_of(history)
    if task.context or not found:
        return None
    told = "\n".join(usable(text, task.question) for text in (task.question, *(step.output for step in found)))
    number = invented(code, told)
    strange = None if number is None else f"{number:.15g} stands neither in the question nor in the facts"
    return strange or mixed_units(code) or wrong_scale(code, task.question) or upside_down(code, task.question)


def program(text: str) -> str:
    """The block of code in a reply, as it was written."""
    return block(text)


def cured(call: str, failure: str, done: Sequence[str] = ()) -> Repair | None:
    """A failed or doubted program put right without a model, where its failure says how; each kind once a program."""
    for kind, (cure, told) in REPAIRS.items():
        text = cure(call, failure) if done.count(kind) < 1 + (kind in TWICE) else None
        if text is not None and text != call:
            new = [line.strip() for line in text.splitlines() if line not in call.splitlines()]
            return Repair(kind, text, told + (f": `{new[0]}`" if new else ""))
    return None
