"""A step is changed and what follows is kept: the calls that follow run again as they stand, none is written anew."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from copy import copy
from dataclasses import dataclass, replace

from husky_kernel.agent.acting import Acting
from husky_kernel.agent.answers.ending import all_said, go_to
from husky_kernel.agent.errors import Stopped, UseError
from husky_kernel.agent.events import Ended, Event, Reply, Started, Think
from husky_kernel.agent.grammar import FINISH, one_line
from husky_kernel.agent.loop import Redo
from husky_kernel.agent.part import Part, Plan
from husky_kernel.agent.protocols import Request
from husky_kernel.agent.state import Run
from husky_kernel.agent.team import Rewriter, Team
from husky_kernel.agent.types import Observation, Step, Task, Trace, TraceStatus


@dataclass(frozen=True, slots=True)
class _Knowing:
    """A rewriter that has the sentence already where a call gives what it gave before: no model is asked."""

    rewriter: Rewriter
    known: Step

    def plain(self, observation: Observation) -> str | None:
        same = self.known.output and observation.text == self.known.observation and self.known.status != "failed"
        return self.known.output if same else self.rewriter.plain(observation)

    def request(self, task: Task, step: Step) -> Request:
        return self.rewriter.request(task, step)

    def parse(self, text: str, observation: Observation) -> str:
        return self.rewriter.parse(text, observation)


def rerun_kept(
    task: Task, team: Team, past: Sequence[Step], redo: Redo | None, following: Sequence[Step], trace: Trace
) -> Generator[Event, Reply, Trace]:
    """Run ``redo`` and then the calls of ``following`` unchanged, yielding the events of :func:`~.loop.run`.

    ``past`` stands as it is: nothing of it runs again. A step of ``following`` without a call (math, commonsense) is
    text, and is kept as it is. A model is asked for the sentence of a long output that has changed, and for the answer.

    Parameters
    ----------
    redo
        What a person gives in the place of a step; None if a step is left out.
    following
        The old steps after that one, whatever their indices.
    trace
        The trace that is continued: its id, creation time and lines are kept.
    """
    state = Run(task, team, list(past), Plan(list(trace.parts)))
    try:
        steps = len(past) + (redo is not None) + len(following)
        yield from state.show(Started(replace(trace, steps=tuple(past), answer=None), steps))
        if redo is not None:
            go_to(state, redo.part)
            yield from Acting(state).perform(state.open(redo.step(len(past))))
        for step in following:
            yield from _again(state, replace(step, index=len(state.steps)))
        ended = yield from _answer(state, trace, len(following))
    except Stopped:
        ended = replace(trace, status="stopped", answer=None, error=None, steps=state.closed("stopped", None))
    except Exception as error:  # as in the loop: what was done stays
        reason = one_line(str(error)) or type(error).__name__
        ended = replace(trace, status="failed", answer=None, error=reason, steps=state.closed("failed", reason))
    ended = state.booked(ended)
    yield Ended(ended)
    return ended


def _again(state: Run, old: Step) -> Generator[Event, Reply, None]:
    go_to(state, old.part)
    if old.call is None:
        state.keep(old)
        yield from state.tell(old, "done")
        return
    if old.tool not in state.team.tools:
        raise UseError(f"there is no tool {old.tool!r} for step {old.index + 1}: register it, or skip the step")
    kept = copy(state)  # the same list: its steps are the run's
    kept.team = replace(state.team, rewriter=_Knowing(state.team.rewriter, old))
    step = Step(old.index, old.tool, old.step, call=old.call, author=old.author, part=old.part)
    step = kept.open(replace(step, tool_scores=old.tool_scores))
    try:
        yield from Acting(kept).perform(step)
    finally:
        state.current = kept.current


def _answer(state: Run, trace: Trace, kept: int) -> Generator[Event, Reply, Trace]:
    """The answer to what has come out now; the steps themselves are given, so that nobody chooses to finish."""
    team = state.team
    step = state.open(Step(len(state.steps), FINISH, ""))
    text = team.policy.answer(state.history, state.task)
    if text is None:
        yield from state.tell(step, "planning")
        request = team.action.write(state.task, state.history, FINISH)
        generation, step = yield from state.think(Think(request, step.index, "answer"), step, "action")
        text = team.action.parse(generation.text)
    answer = all_said([*state.over, Part(None, one_line(text))]) or None
    finish = {"forced": False, "kept": kept, "tool_scores": {}, "seconds": round(step.seconds.total, 4)}
    if state.parts:
        finish["parts"] = [*(part.by for part in state.over), *(step.index for step in state.history[-1:])]
    error = None if answer else "no answer was found"
    status: TraceStatus = "finished" if answer else "failed"
    return replace(trace, status=status, answer=answer, error=error, steps=tuple(state.steps), finish=finish)
