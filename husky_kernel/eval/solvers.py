"""Who solves a question: Husky's loop, or one program written at once by the same model (program of thought)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from husky_kernel.agent.drive import drive
from husky_kernel.agent.loop import run
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Step, Task, Tokens, Trace
from husky_kernel.assembly import Agent
from husky_kernel.eval.question import Question
from husky_kernel.eval.sandbox import Sandbox
from husky_kernel.modules.expert import Expert, block

Describe = Callable[[str, dict[str, Any]], str]
"""What the models are told about a namespace, for a question."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer, and how it came about."""

    answer: str | None
    solved: bool
    cause: str | None
    tokens: Tokens
    trace: Trace


class Solver(Protocol):
    """Answers one question."""

    name: str

    def solve(self, question: Question) -> Attempt:
        """Answer it and check the answer."""


class ProgramOfThought:
    """One program by the code expert's own prompt, written once, run once: what the loop must not be worse than."""

    name = "pot"

    def __init__(self, agent: Agent, sandbox: Sandbox, describe: Describe) -> None:
        self._agent, self._sandbox, self._describe = agent, sandbox, describe

    def solve(self, question: Question) -> Attempt:
        """The program's value is the answer, on every fill."""
        fills = question.namespaces()
        self._sandbox.fill(fills[0])
        task = Task(question.question, self._describe(question.question, self._sandbox.shell.user_ns))
        expert = Expert("code", self._agent.prompt("code"), block)
        # A role of its own: the loop's code expert must not find this prompt in its cache, nor the other way round.
        request = replace(expert.request(task, (), Step(0, "code", "")), role="pot")
        generation = self._agent.engine("code").generate(request)
        code = expert.parse(generation.text)
        checks = [_check(self._sandbox, question, fill, [code]) for fill in range(len(fills))]
        text, failed = checks[0][1], checks[0][2]
        solved = all(check[0] for check in checks)
        cause = None if solved else "code failed" if failed else "wrong code"
        step = Step(0, "code", "", call=code, observation=text, output=text, tokens=generation.tokens)
        trace = Trace(question.question, self._agent.name, answer=text, steps=(step,))
        return Attempt(text, solved, cause, generation.tokens, trace)


class Husky:
    """The loop, with the tools it is given."""

    name = "husky"

    def __init__(self, agent: Agent, sandbox: Sandbox, describe: Describe, tools: dict[str, Tool], steps: int) -> None:
        self._agent, self._sandbox, self._describe = agent, sandbox, describe
        self._tools = {**tools, "code": sandbox.code}
        self._steps = steps

    def solve(self, question: Question) -> Attempt:
        """The final answer counts on the first fill, the same code run again on the others."""
        fills = question.namespaces()
        self._sandbox.fill(fills[0])
        task = Task(question.question, self._describe(question.question, self._sandbox.shell.user_ns))
        team = self._agent.team(self._tools)
        trace = drive(run(task, team, self._steps), self._agent.engine, team.tools)
        calls = [step.call for step in trace.steps if step.tool == "code" and step.call and step.status != "failed"]
        solved = question.solved(0, trace.answer)
        for fill in range(1, len(fills)):
            solved = solved and _check(self._sandbox, question, fill, calls)[0]
        tokens = sum((step.tokens for step in trace.steps), Tokens())
        return Attempt(trace.answer, solved, None if solved else _cause(trace), tokens, trace)


def _check(sandbox: Sandbox, question: Question, fill: int, calls: Sequence[str]) -> tuple[bool, str, bool]:
    """Whether ``calls``, run in order on a fill, end in the right value; the last text; whether the last one failed."""
    sandbox.fill(question.namespaces()[fill])
    text, value, failed = "", None, not calls
    for call in calls:
        seen, value = sandbox.value(call)
        text, failed = seen.text, not seen.ok
    return not failed and question.solved(fill, text, None if value is None else flat(value)), text, failed


def flat(value: Any) -> list[Any]:
    """The cells of a value: of a frame, a series, an array, a list; a single value is one cell."""
    import numpy as np

    return list(np.asarray(value, dtype=object).ravel().tolist())


def _cause(trace: Trace) -> str:
    """Why a run is most likely wrong."""
    if trace.status != "finished":
        return "no finish"
    if not any(step.tool == "code" for step in trace.steps):
        return "wrong tool"
    failed = [step for step in trace.steps if step.status == "failed"]
    if failed:
        return "search empty" if failed[-1].tool == "search" else "code failed"
    return "wrong code"
