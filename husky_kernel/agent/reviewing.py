"""What comes between a step that is written and a step that acts: a person's look at it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from husky_kernel.agent.ahead import beginning
from husky_kernel.agent.events import Event, Reply, Review, Think, Verdict
from husky_kernel.agent.grammar import FINISH, one_line
from husky_kernel.agent.protocols import Request, Tool
from husky_kernel.agent.state import Run
from husky_kernel.agent.types import Step


def review(
    state: Run, step: Step, text: str, given: bool, held: tuple[str, ...] = ()
) -> Generator[Event, Reply, Verdict | None]:
    """Offer the step with its call to whoever looks; None if it may act, or has failed where something is ``held``."""
    ready = replace(step, call=text)
    with state.clock.time("idle"):
        verdict = yield Review(ready, state.task, tuple(state.steps), partial(_both, state, ready), given, held)
    return cast("Verdict | None", verdict)


UNKNOWN = ("0", "x")
"""Two texts that begin differently: prompts made with each have in common what stands before the unknown."""


def ahead(state: Run, step: Step) -> Request:
    """How the next choice of a tool begins, up to the output of ``step`` where that is not known yet."""
    known = None if state.team.tools[step.tool].executes else one_line(step.call or "")
    one, other = (
        state.team.action.choose(state.task, [*state.history, replace(step, output=text if known is None else known)])
        for text in UNKNOWN
    )
    return beginning(one, other)


def runner_up(state: Run, step: Step) -> Request | None:
    """How the prompt begins of the expert whose tool scored second, up to the step that is not written yet."""
    others = [name for name in step.tool_scores if name in state.team.experts and name != step.tool]
    if not others:
        return None
    tool = max(others, key=lambda name: step.tool_scores[name])
    steps = (replace(step, tool=tool, step=text, call=None) for text in UNKNOWN)
    one, other = (state.team.experts[tool].request(state.task, state.history, step) for step in steps)
    return beginning(one, other)


def _both(state: Run, step: Step) -> tuple[Request, ...]:
    return tuple(request for request in (ahead(state, step), runner_up(state, step)) if request is not None)


def tags(tools: Mapping[str, Tool]) -> tuple[str, ...]:
    """What the action generator can begin its line with.

    With their brackets: in some vocabularies `[code` is one token, and `[` followed by `code` is never seen.
    """
    return tuple(f"[{name}]" for name in (*tools, FINISH))


def rephrase(state: Run, step: Step) -> Generator[Event, Reply, Step]:
    """Have the words of ``step`` written for its tool, which a person chose."""
    blank = state.begin(replace(step, step="", call=None))
    yield from state.tell(blank, "planning")
    request = state.team.action.write(state.task, state.history, step.tool)
    generation, blank = yield from state.think(Think(request, step.index, "step"), blank, "action")
    words = state.team.action.parse(generation.text)
    # Without words of its own for that tool the model's old ones serve: the person wants the tool.
    return state.begin(replace(blank, step=words or step.step))
