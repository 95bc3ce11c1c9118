"""Looking a whole question up as the first step, where a tool says that it holds what the question asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from husky_kernel.agent.protocols import Knows, Tool
from husky_kernel.agent.types import Step, Task


@dataclass(frozen=True, slots=True)
class Lookup:
    """The step that has all facts found at once, with the question as its call: no model can forget one of them.

    ``words`` are what the step says, "" for none at all. ``never`` are patterns of questions that are not looked up,
    ``counts`` of those whose answer is computed from what was found: no model need be asked what comes next.
    """

    words: str = ""
    never: tuple[re.Pattern[str], ...] = ()
    counts: tuple[re.Pattern[str], ...] = ()

    def tool(self, task: Task, tools: Mapping[str, Tool]) -> str | None:
        """The tool that knows what ``task`` asks for; None where there is none, or there are variables to ask about."""
        if not self.words or task.context or any(kind.search(task.question) for kind in self.never):
            return None
        return next(
            (name for name, tool in tools.items() if isinstance(tool, Knows) and tool.knows(task.question)), None
        )

    def is_one(self, step: Step) -> bool:
        """Whether ``step`` is such a step, which no model has chosen or written."""
        return step.index == 0 and bool(self.words) and step.step == self.words and step.author == "model"

    def is_counted(self, history: Sequence[Step], task: Task) -> bool:
        """Whether nothing but such a step was done, it found something, and the answer is computed from that."""
        found = len(history) == 1 and self.is_one(history[0]) and history[0].status == "done"
        return found and any(kind.search(task.question) for kind in self.counts)
