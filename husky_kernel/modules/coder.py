"""The code expert: what is read from its replies, doubted, put right and supplied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from husky_kernel.agent.protocols import Doubt
from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.doubts import doubt, unfounded
from husky_kernel.modules.expert import Expert, block, facts_of
from husky_kernel.modules.facts.facts import usable
from husky_kernel.modules.facts.inventions import invented
from husky_kernel.modules.facts.mixed_units import mixed_units
from husky_kernel.modules.facts.ratios import upside_down
from husky_kernel.modules.facts.scales import wrong_scale
from husky_kernel.modules.memory import Memory
from husky_kernel.modules.profile import Prompt
from husky_kernel.modules.repairs import cured
from husky_kernel.modules.tables import with_table


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
