"""The loop: choose a tool, let its expert write, let the tool act, put the output in the history, until finished.

Algorithm of the Husky article (arXiv 2406.06469, section 2), as a generator that performs nothing itself: it yields
:mod:`~husky_kernel.agent.events` and is sent the replies. Whoever drives it decides on which thread things happen.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from husky_kernel.agent.acting import Acting
from husky_kernel.agent.answers.ending import came_to, failed, finished, go_to, stopped
from husky_kernel.agent.decisions.policy import is_repeat, next_best
from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.events import Choose, Ended, Event, Field, Reply, Standing, Started, Think
from husky_kernel.agent.grammar import FINISH, one_line, parse_action
from husky_kernel.agent.part import Part, Plan
from husky_kernel.agent.protocols import Recalls
from husky_kernel.agent.reviewing import rephrase, tags
from husky_kernel.agent.state import Run
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Action, Author, Hint, Step, Task, Trace

MAX_FAILURES = 3
"""So many failed steps in a row end the run: a model that only talks nonsense does not get better by repetition."""


@dataclass(frozen=True, slots=True)
class Redo:
    """A step a person gives: its tool and text, and the call if they wrote that too.

    Without a text, as where they chose another tool, it is written for them.

    ``edited`` is False where they only had it run again as it was: then it stays the model's.
    """

    action: Action
    call: str | None = None
    edited: bool = True
    part: int = 0
    """The part of the question that the step belongs to, where that has several."""

    def step(self, index: int) -> Step:
        """The step, before it acts."""
        author: Author = "human" if self.edited else "model"
        return Step(index, self.action.tool, self.action.text, call=self.call, author=author, part=self.part)


def run(
    task: Task,
    team: Team,
    max_steps: int,
    past: Iterable[Step] = (),
    redo: Redo | None = None,
    trace: Trace | None = None,
    hints: Sequence[Hint] = (),
    plan: Plan | None = None,
) -> Generator[Event, Reply, Trace]:
    """Solve ``task``, yielding events; the trace is the last event and the generator's return value.

    Parameters
    ----------
    task, team
        What to solve, and the modules and tools that do it.
    max_steps
        After so many acting steps the run, or each part of it, must finish.
    past
        Steps that stand already, as after an edit in the middle.
    redo
        The next step, given by a person, instead of asking the action generator.
    trace
        The trace that is continued: its id and creation time are kept.
    hints
        What a person said on how to solve it. It may grow meanwhile, and counts from the next prompt on.
    plan
        The parts of the task, where they are not those that it says. Parts that have not begun may change meanwhile.
    """
    state = Run(task, team, list(past), plan or Plan(list(task.parts)), hints=hints)
    base = trace or Trace(question=task.question, model=team.name)
    try:
        begun = replace(base, steps=tuple(state.steps), answer=None, parts=tuple(state.parts))
        yield from state.show(Started(begun, max_steps * max(1, len(state.parts))))
        ended = yield from _solve(state, base, max_steps, redo)
    except Stopped:
        ended = stopped(state, base)
    except Exception as error:  # a fault of ours or of an engine never costs the steps that were done
        reason = one_line(str(error)) or type(error).__name__
        ended = replace(base, status="failed", answer=None, error=reason, steps=state.closed("failed", reason))
    ended = state.booked(replace(ended, parts=tuple(state.parts)))
    yield Ended(ended)
    return ended


def _solve(state: Run, base: Trace, max_steps: int, redo: Redo | None) -> Generator[Event, Reply, Trace]:
    go_to(state, redo.part if redo is not None else max((step.part for step in state.steps), default=0))
    if redo is not None:
        yield from _redone(state, redo)
    while True:
        while state.is_skipped and not state.ends:
            state.go_on(Part(None))
        ends = state.ends
        while state.is_skipped and state.over:
            state.go_back()
        history, task = state.history, state.task
        forced = len(history) >= max_steps or state.failures() >= MAX_FAILURES
        if state.votes.failed(history, task) and (forced or not state.votes.wants(history, task)):
            return failed(state, base)
        step, natural = yield from _plan(state, forced)
        if step.tool != FINISH:
            yield from Acting(state).perform(step)
        elif ends:
            return finished(state, base, step, natural=natural, forced=forced, max_steps=max_steps)
        else:
            state.go_on(came_to(state, step.step, forced=not natural))


def _redone(state: Run, redo: Redo) -> Generator[Event, Reply, None]:
    """The step that a person gives. Other words for it are other words for its part."""
    step = state.open(redo.step(len(state.steps)))
    if redo.edited and step.step and not step.call:
        state.reword(step.step)
    if not step.step:
        step = yield from rephrase(state, step)
    yield from Acting(state).perform(step)


def _plan(state: Run, forced: bool) -> Generator[Event, Reply, tuple[Step, bool]]:
    """Choose the tool by score and have the step written; True with it if the model itself wants to finish."""
    step = state.open(Step(len(state.steps), "", "", part=state.part))
    yield from state.tell(step, "planning")
    if not state.history and not forced and (known := state.team.policy.lookup.tool(state.task, state.team.tools)):
        step = replace(step, tool=known, step=state.team.policy.lookup.words, call=state.task.question)
        return state.begin(step), False
    opinions, again = state.opinions, None if forced else _second_opinion(state)
    # Once the question is being solved again, the results decide when to stop, not the model; nor is it asked what to
    # do where one way of solving it has failed and there is another.
    checking = bool(state.history) and opinions.is_one(state.history[-1])
    stuck = bool(again and state.failures())
    decided = FINISH if checking or stuck else None if forced else _decided(state)
    scores = {decided: 1.0} if decided in (FINISH, *state.team.tools) else {}
    if not scores:
        scores, step = yield from _scores(state, step)
    natural = next(iter(scores), FINISH) == FINISH
    if natural and again:
        if (standing := state.votes.standing(state.history)) and standing.result and state.votes.may(state.task):
            yield from state.show(Standing(standing.result, standing.index))
        return state.begin(replace(step, tool=again, step=opinions.ask[again])), False
    step = yield from _written(state, step, scores, forced)
    return step, step.tool == FINISH and (natural or not forced)


def _written(state: Run, step: Step, scores: Mapping[str, float], forced: bool) -> Generator[Event, Reply, Step]:
    """The step in words, by the best tool that has something new to do; or the answer."""
    tried: set[str] = set(scores) - {FINISH} if forced else set()
    while True:
        tool = next(next_best(scores, tried))
        if tool == FINISH and (known := state.votes.answer(state.history, state.task)):
            return state.begin(replace(step, tool=tool, step=known))
        own = "" if state.history or tool == FINISH else state.words
        if planned := one_line(own) or state.team.policy.words(tool, state.history, state.task):
            return state.begin(replace(step, tool=tool, step=planned))
        request = state.team.action.write(state.task, state.history, tool, attempt=len(tried))
        field: Field = "answer" if tool == FINISH else "step"
        step = state.begin(replace(step, tool=tool, step=""))
        yield from state.tell(step, "planning")
        generation, step = yield from state.think(Think(request, step.index, field), step, "action")
        text = state.team.action.parse(generation.text)
        step = state.begin(replace(step, step=text))
        if tool == FINISH or (text and not is_repeat(tool, text, state.history)):
            return step
        tried.add(tool)


def _decided(state: Run) -> str | None:
    """What comes next without a look at the model's scores: who knows how the question is solved begins."""
    if state.votes.counts(state.history, state.task):
        return FINISH
    experts = {} if state.history else state.team.experts
    knowing = (name for name, one in experts.items() if isinstance(one, Recalls) and one.recalls(state.task))
    return next(knowing, None) or state.team.policy.decided(state.history, state.task)


def _second_opinion(state: Run) -> str | None:
    """The tool that should solve the question once more before the run ends."""
    if state.votes.wants(state.history, state.task):
        return state.team.policy.opens(state.task)
    tool = None if state.task.context else state.opinions.next(state.history)
    return tool if tool in state.team.tools else None


def _scores(state: Run, step: Step) -> Generator[Event, Reply, tuple[dict[str, float], Step]]:
    """Probability of each tool, corrected by the profile's policy; read off free text where it cannot be scored."""
    names = (*state.team.tools, FINISH)
    request = state.team.action.choose(state.task, state.history)
    raw, step = yield from state.choose(Choose(request, tags(state.team.tools)), step)
    probabilities = {choice.strip("[]"): value for choice, value in raw.probabilities.items()}
    if not probabilities:
        generation, step = yield from state.think(Think(request, step.index, "step"), step, "action")
        parsed = parse_action(request.prefill + generation.text, state.team.tools)
        # Nonsense is not a choice: finish once something is there, else let the first tool try.
        tool = parsed.tool if parsed else FINISH if state.history else names[0]
        probabilities = {tool: 1.0}
    adjusted = state.team.policy.adjust(probabilities, state.history, state.task)
    if not adjusted:
        adjusted = {names[0]: 1.0}
    return adjusted, replace(step, tool_scores=adjusted)
