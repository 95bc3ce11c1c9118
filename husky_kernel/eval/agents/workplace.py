"""What the agents of one lane work with: models, a sandbox, tools; and how an answer is checked there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.grammar import shortened
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Step, Task, Tokens, Trace
from husky_kernel.assembly import Agent
from husky_kernel.context.task import task_of
from husky_kernel.eval.causes import cause_of, crashed
from husky_kernel.eval.question import Attempt, Question
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.modules.memory import Memory

TABLE = 4000
"""Characters of variables shown to agents that cannot look at them."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """One lane's. Code runs in ``sandbox``, whatever ``other_tools`` has; ``max_steps`` is for agents with steps, of
    variables about ``budget`` tokens are told.

    ``answer_hint`` follows every question: the form of its answer, where the benchmark has to tell it. ``memory`` is
    shown to whoever writes programs by the coder's prompts.
    """

    agent: Agent
    sandbox: Sandbox
    budget: int
    other_tools: Mapping[str, Tool]
    max_steps: int
    answer_hint: str = ""
    memory: Memory | None = None

    @property
    def tools(self) -> Mapping[str, Tool]:
        """All tools, code first."""
        return {"code": self.sandbox.code, **{k: v for k, v in self.other_tools.items() if k != "code"}}

    def task(self, question: Question) -> Task:
        """The question, with its hint on the form of the answer, and what is told of its variables."""
        task = task_of(question.question, question.namespaces()[0], self.budget)
        return replace(task, question=self.asked(question))

    def text_task(self, question: Question) -> Task:
        """The question with its variables written out, for agents that have nothing but text."""
        shown = [f"{name}:\n{written(value)}" for name, value in question.namespaces()[0].items()]
        return Task(self.asked(question), "\n".join(shown))

    def asked(self, question: Question) -> str:
        """The question as it is put to every agent."""
        return f"{question.question.rstrip()} {self.answer_hint}".rstrip()

    def replayed(self, question: Question, calls: Sequence[str], answer: str | None) -> bool:
        """Whether ``answer`` is right, and on the other fills what the programs give when they run again."""
        fills = len(question.namespaces())
        right = question.solved(0, answer)
        return right and all(self.programmed(question, fill, calls)[0] for fill in range(1, fills))

    def programmed(self, question: Question, fill: int, calls: Sequence[str]) -> tuple[bool, str, bool]:
        """Run ``calls`` in order on a fill: whether they end in the right value; the last text; whether it failed."""
        self.sandbox.fill(question.namespaces()[fill])
        text, cells, failed = "", None, not calls
        for call in calls:
            seen, cells = self.sandbox.cells(call)
            text, failed = seen.text, not seen.ok
        return not failed and question.solved(fill, text, cells), text, failed


def written(value: Any) -> str:
    """A variable as text: tables as comma-separated lines."""
    return shortened(value.to_csv(index=False) if hasattr(value, "to_csv") else repr(value), TABLE)


def attempt(question: Question, trace: Trace, solved: bool, computes: bool) -> Attempt:
    """The outcome of ``trace``. Raises Stopped if it was stopped."""
    if trace.status == "stopped":
        raise Stopped("stopped by the user")
    tokens = sum((step.tokens for step in trace.steps), Tokens())
    solved = solved and not crashed(trace)
    cause = None if solved else cause_of(question, trace, computes)
    by_reference = trace.answer is not None and question.solved_as_reference(trace.answer)
    return Attempt(trace.answer, solved, by_reference, cause, tokens, trace)


def programs(steps: Sequence[Step]) -> list[str]:
    """The programs of a run that did not fail, in order."""
    return [step.call for step in steps if step.tool == "code" and step.call and step.status != "failed"]
