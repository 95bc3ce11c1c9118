"""A draft carried out as the loop would do it, and checked: programs run, derivations compute, answers are equal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Step, Trace
from husky_kernel.tools.math import MathTool
from husky_kernel.training.checks.sandbox import Sandbox
from husky_kernel.training.trajectories import Act, Draft, Trajectory, Unfit

SHORT = 240
"""Characters up to which an output joins the history as it is, as in the loop."""


@dataclass(frozen=True, slots=True)
class Solved:
    """A draft that holds: its steps with what the tools said, the answer, and what was checked."""

    steps: tuple[Step, ...]
    answer: str
    verified: tuple[str, ...]


def verify(sandbox: Sandbox, draft: Draft) -> Solved:
    """Carry ``draft`` out on every fill; the steps are those of the first.

    Raises
    ------
    Unfit
        With the cause, if a program fails, a derivation does not compute, or the answer is another one.
    """
    solved: Solved | None = None
    for number, (namespace, expected) in enumerate(zip(draft.fills, draft.expected, strict=True)):
        sandbox.fill(namespace)
        steps, text, cells = _carry_out(sandbox, draft)
        answer = text if draft.answer is None else draft.answer
        if not answer or not expected.matches(answer, cells):
            raise Unfit("another answer")
        if number == 0:
            ran = ("executed",) if any(act.tool == "code" for act in draft.acts) else ()
            solved = Solved(steps, one_line(answer), (*ran, *draft.checked, "answer"))
    if solved is None:
        raise Unfit("nothing to check")
    return solved


def trajectory(draft: Draft, solved: Solved, source: str, licence: str, key: str) -> Trajectory:
    """The line for a draft that was carried out."""
    trace = Trace(
        question=draft.question,
        model=f"annotation:{source}",
        answer=solved.answer,
        steps=solved.steps,
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        finish={"forced": False},
    )
    return Trajectory(trace, source, licence, "annotation", draft.context, solved.verified, key=key)


def _carry_out(sandbox: Sandbox, draft: Draft) -> tuple[tuple[Step, ...], str, list[Any] | None]:
    steps: list[Step] = []
    text, cells = "", None
    for index, act in enumerate(draft.acts):
        if act.tool == "code":
            step, cells = _program(sandbox, index, act)
        else:
            step, cells = (_search if act.tool == "search" else _words)(index, act), None
        text = step.observation.strip() if act.tool == "code" else step.output
        steps.append(step)
    return tuple(steps), text, cells


def _program(sandbox: Sandbox, index: int, act: Act) -> tuple[Step, list[Any] | None]:
    seen, cells = sandbox.run(act.call)
    if not seen.ok:
        raise Unfit("the program fails")
    output = one_line(seen.text)
    if len(output) > SHORT:
        raise Unfit("the program's output is long")
    return Step(index, "code", act.text, call=act.call, observation=seen.text, output=output), cells


def _search(index: int, act: Act) -> Step:
    output = one_line(act.output or act.found)
    sources = ({"title": act.source, "snippet": act.found},) if act.source else ()
    return Step(index, "search", act.text, call=act.call, observation=act.found, output=output, sources=sources)


def _words(index: int, act: Act) -> Step:
    """A derivation or a sentence, which is itself the output."""
    if act.tool == "commonsense":
        return Step(index, act.tool, act.text, output=one_line(act.call))
    seen = MathTool().run(act.call)
    if seen.checked:
        raise Unfit("the derivation does not compute")
    return Step(index, act.tool, act.text, observation=seen.text, output=one_line(act.call), outputs=seen.outputs)
