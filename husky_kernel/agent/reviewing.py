"""What comes between a step that is written and a step that acts: a person's look at it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from husky_kernel.agent.events import Choose, Event, Reply, Review, Think, Verdict
from husky_kernel.agent.grammar import FINISH, one_line
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.state import Run
from husky_kernel.agent.types import Step


def review(state: Run, step: Step, text: str) -> Generator[Event, Reply, Verdict | None]:
    """Offer the step with its call to whoever looks; None if it may act."""
    ready = replace(step, call=text)
    with state.clock.time("idle"):
        verdict = yield Review(ready, state.task, tuple(state.steps), partial(ahead, state, ready))
    return cast("Verdict | None", verdict)


def ahead(state: Run, step: Step) -> Choose:
    """The next choice of a tool as it will be asked after ``step``, but for an output that is not known yet.

    Asking it while a person reads leaves its beginning in the engine's prefix cache.
    """
    written = "" if state.team.tools[step.tool].executes else one_line(step.call or "")
    request = state.team.action.choose(state.task, [*state.steps, replace(step, output=written)])
    return Choose(request, tags(state.team.tools))


def tags(tools: Mapping[str, Tool]) -> tuple[str, ...]:
    """What the action generator can begin its line with.

    With their brackets: in some vocabularies `[code` is one token, and `[` followed by `code` is never seen.
    """
    return tuple(f"[{name}]" for name in (*tools, FINISH))


def rephrase(state: Run, step: Step) -> Generator[Event, Reply, Step]:
    """Have the words of ``step`` written for its tool, which a person chose."""
    blank = state.begin(replace(step, step="", call=None))
    yield from state.tell(blank, "planning")
    request = state.team.action.write(state.task, state.steps, step.tool)
    generation, blank = yield from state.think(Think(request, step.index, "step"), blank, "action")
    words = state.team.action.parse(generation.text)
    # Without words of its own for that tool the model's old ones serve: the person wants the tool.
    return state.begin(replace(blank, step=words or step.step))
