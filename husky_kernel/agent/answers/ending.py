"""How a run ends: its answer as a live value and as a line, what kind it is, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from husky_kernel.agent.answers.answer import Result, number_of
from husky_kernel.agent.answers.confidence import DONE, confidence_of
from husky_kernel.agent.decisions.choices import chosen
from husky_kernel.agent.decisions.rounding import rounded
from husky_kernel.agent.decisions.votes import COMPARABLE
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import FAILED, FINISH, one_line, plain_fractions, shortened
from husky_kernel.agent.part import Part, lowest, turn
from husky_kernel.agent.state import Run
from husky_kernel.agent.types import Step, Task, Trace, TraceStatus

ALONE = "no other program came to a value that this one could be held against"
"""Said where further programs were written, and all failed or had something against them."""

TAKEN = "you took this answer, another program came to another one"
"""Said of an answer that a person chose."""

SAID = 200
"""Characters of another program's answer that are told."""

ON_THE_WAY = ("table", "figure")
"""Kinds of what a part came to that the answer of the whole does not repeat."""

NEXT = "edit the step, name the table and the column in the question, or give a hint"
"""What a person can do about a run whose programs all failed."""


def failed(state: Run, base: Trace) -> Trace:
    """The run has no answer, since its program failed for good: the error in one line, and what to do."""
    last = state.steps[-1]
    reason = (last.error or "the program failed").splitlines()[0]
    where = f"part {state.part + 1} of {len(state.parts)}: " if state.parts else ""
    error = f"{where}{reason} ({NEXT})"
    return replace(base, status="failed", answer=None, steps=tuple(state.steps), error=error, notes=_notes(state))


def stopped(state: Run, base: Trace) -> Trace:
    """The run was stopped: without an answer, unless there was one already that was only being checked."""
    steps = state.closed("stopped", None)
    done = tuple(step for step in steps if step.status != "stopped" or not state.votes.is_one(step))
    own = [step for step in done if step.part == state.part]
    said = state.votes.answer(own, state.task) if len(done) < len(steps) and state.ends else None
    if said is None:
        return replace(base, status="stopped", answer=None, steps=steps)
    state.steps[:] = done
    step = Step(len(done), FINISH, said, part=state.part)
    return finished(state, base, step, natural=True, forced=False, max_steps=len(done))


def finished(state: Run, base: Trace, step: Step, *, natural: bool, forced: bool, max_steps: int) -> Trace:
    """The run ends with the words of ``step``, its finish, or with the value that stands behind them."""
    result = _result(state, step.step)
    answer = _worded(state, result.said if result else step.step)
    status: TraceStatus = "finished" if natural and answer else "limit" if forced else "failed"
    error = None if answer else "no answer was found"
    if status == "limit" and answer:
        failures = state.failures()
        why = f"{failures} steps failed in a row" if failures else f"no [finish] within {max_steps} steps"
        error = f"{why}; this answer was forced"
    by = {"by": _answering(state)[-1].index} if state.history else {}
    finish = {**by, "forced": not natural, "tool_scores": step.tool_scores, "seconds": round(step.seconds.total, 4)}
    ended = replace(base, status=status, answer=answer, steps=tuple(state.steps), error=error, finish=finish)
    if not answer:
        return replace(ended, notes=_notes(state))
    result = _valued(answer, result)
    parts = [*state.over, _judged(state, answer, result, forced=not natural)]
    notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
    told = {"answer_kind": result.kind, "value": result.value, "notes": notes}
    told |= {"answer": all_said(parts), "confidence": lowest([part.confidence for part in parts])}
    finish |= {"others": [other.index for other in state.votes.others(state.history)]}
    finish |= {"parts": [part.by for part in parts]} if state.parts else {}
    return replace(ended, finish=finish, **told)


def all_said(parts: Sequence[Part]) -> str:
    """What the parts of a question came to, in one line: tables and charts on the way are on their own steps."""
    told = (part.said for part in parts if part.said and (part is parts[-1] or part.kind not in ON_THE_WAY))
    return "; ".join(told)


def came_to(state: Run, words: str, *, forced: bool = False) -> Part:
    """What the part in hand came to, ended by ``words``."""
    result = _result(state, words)
    answer = _worded(state, result.said if result else words) or ""
    return _judged(state, answer, _valued(answer, result), forced=forced)


def go_to(state: Run, part: int) -> None:
    """Go on to that part, all steps of those before it being there."""
    while state.part < part and not state.ends:
        said = None if state.is_skipped else state.votes.answer(state.history, state.task)
        state.go_on(Part(None) if said is None else came_to(state, said))


def _judged(state: Run, answer: str, result: Result, *, forced: bool) -> Part:
    """What the steps of the part in hand came to, and how far it can be relied on."""
    votes, history, steps = state.votes, state.history, _answering(state)
    others, counted = votes.others(history), votes.counts(history, state.task)
    agreed = votes.agree(history) if counted else state.opinions.agreed(history)
    confidence = confidence_of(steps, agreed=agreed, forced=forced)
    differ = [f"another program came to {_brief(other.result)}" for other in others if other.result]
    alone = counted and not (agreed or others or steps[-1].against) and result.kind in COMPARABLE
    unsure = [*differ, *([ALONE] if alone else []), *_before(state.task)]
    confidence = "unsure" if unsure else confidence
    if confidence == "checked" and counted and votes.repeats(history):
        confidence = "computed"  # one program that was written twice is no second way
    program = (steps[-1].call or "") if steps else ""
    said = turn(state.words, program, answer, confidence != "unsure")
    by = steps[-1].index if steps else None
    return Part(said, answer, result.kind, confidence, (*unsure, *_notes(state)), by)


def taken(trace: Trace, index: int) -> Trace:
    """``trace``, ended, with the answer of another one of its programs, which a person took.

    Raises
    ------
    UseError
        If the step is none of those that came to another answer.
    """
    others = [other for other in trace.finish.get("others", ()) if other != index]
    step = next((step for step in trace.steps if step.index == index), None)
    if len(others) == len(trace.finish.get("others", ())) or step is None or step.result is None:
        raise UseError(f"step {index + 1} came to no other answer")
    others += [trace.finish["by"]] if "by" in trace.finish else []
    result, finish = step.result, {**trace.finish, "by": index, "others": sorted(others)}
    value = result.said if result.value is None else result.value
    notes = (TAKEN, *dict.fromkeys((*step.against, *step.notes)))
    chosen = replace(trace, answer=result.said, answer_kind=result.kind, value=value, notes=notes)
    return replace(chosen, confidence="computed", finish=finish)


def _brief(result: Result) -> str:
    return shortened(one_line(result.said), SAID) or "something else"


def _before(task: Task) -> Iterator[str]:
    """What speaks against that which the question goes on from."""
    if task.unanswered:
        yield f"it goes on from a question that has no answer: {task.unanswered}"
    elif task.turns and not task.turns[-1].sure:
        yield f"it goes on from an answer that is unsure: {task.turns[-1].question}"


def _answering(state: Run) -> Sequence[Step]:
    """The steps that led to the answer: of several programs for one question the one whose value it is."""
    history = state.history
    first, standing = state.votes.first(history), state.votes.standing(history)
    return [*first[:-1], standing] if standing is not None and len(first) < len(history) else first


def _result(state: Run, words: str) -> Result | None:
    """The value that the last step came to, where the answer is that and not words of a model."""
    steps = _answering(state)
    last = steps[-1] if steps else None
    if last is None or last.result is None or last.status not in DONE:
        return None
    return last.result if words == last.result.said else None


def _worded(state: Run, text: str) -> str | None:
    said = plain_fractions(one_line(text))
    if not state.task.context:
        said = chosen(said, state.task.question)
    answer = rounded(said, state.task.question)
    return None if answer in ("", FAILED) else answer  # a small model copies that from the history


def _valued(answer: str, result: Result | None) -> Result:
    """The result behind an answer; what was rounded in words is rounded as a value."""
    number = number_of(answer)
    if result is None:
        return Result("text", answer, answer) if number is None else Result("number", answer, number)
    if result.kind == "number" and answer != result.said and number is not None:
        return Result("number", answer, number)
    return result


def _notes(state: Run) -> tuple[str, ...]:
    """What a person should know: of each step, what speaks against the last one, and how words were read."""
    steps = _answering(state)
    cause = [f"your cell failed: {one_line(state.task.cause)}"] if state.task.cause else []
    program = (steps[-1].call or "") if steps else ""
    read = [reading.told for reading in state.task.readings if reading.name in program]
    return tuple(dict.fromkeys([*cause, *(note for step in steps for note in (*step.against, *step.notes)), *read]))
