"""The lines of a run: what a person changes starts a new line, and the old one stays.

Pure functions on :class:`~husky_kernel.agent.types.Trace`. Whatever is done with them, no step of any line is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any, Literal

from husky_kernel.agent.answers.answer import AnswerKind, Confidence
from husky_kernel.agent.cost.timeline import Timeline, total
from husky_kernel.agent.cost.usage import Usage, usages_from_json, usages_to_json
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step, Trace, TraceStatus, now

Why = Literal["first", "edit", "flip", "rerun", "undo", "skip", "hint"]

_WAYS = ("steps", "status", "error", "finish", "timeline", "roles")
_ANSWERS = ("answer", "answer_kind", "confidence", "notes", "value")


@dataclass(frozen=True, slots=True)
class Branch:
    """One line. ``steps`` are all of its steps; those before index ``at`` are its parent's, the others its own.

    ``why`` says what began it. A line that is still going on is ``stopped``: that is what it is if nobody goes on.
    ``value`` is its live answer, as that of a trace: neither compared nor saved.
    """

    id: str
    parent: str | None
    at: int
    why: Why
    steps: tuple[Step, ...] = ()
    status: TraceStatus = "stopped"
    answer: str | None = None
    error: str | None = None
    finish: Mapping[str, Any] = field(default_factory=dict)
    created: str = field(default_factory=now)
    timeline: Timeline = field(default_factory=Timeline)
    roles: Mapping[str, Usage] = field(default_factory=dict)
    answer_kind: AnswerKind = "none"
    confidence: Confidence = "none"
    notes: tuple[str, ...] = ()
    value: Any = field(default=None, compare=False, repr=False)

    @property
    def own(self) -> tuple[Step, ...]:
        """The steps that it does not share with its parent."""
        return self.steps[self.at :]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; of the steps only its own."""
        data = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "value"}
        data |= {"timeline": self.timeline.to_json(), "roles": usages_to_json(self.roles), "notes": list(self.notes)}
        return data | {"finish": dict(self.finish), "steps": [step.to_json() for step in self.own]}


def branches_from_json(items: Iterable[Mapping[str, Any]]) -> tuple[Branch, ...]:
    """The lines of a trace with their steps put together again; keys this version does not know are ignored.

    Raises
    ------
    ValueError
        If a line comes before its parent, or its parent has fewer steps than the line shares with it.
    """
    known = {f.name for f in fields(Branch)} - {"value"}
    lines: dict[str, Branch] = {}
    for item in items:
        values = {key: value for key, value in item.items() if key in known}
        values["steps"] = tuple(Step.from_json(step) for step in item.get("steps", ()))
        values["timeline"] = Timeline.from_json(item.get("timeline") or {})
        values["roles"] = usages_from_json(item.get("roles") or {})
        values["notes"] = tuple(map(str, item.get("notes") or ()))
        line = Branch(**values)
        shared: tuple[Step, ...] = ()
        if line.parent is not None:
            if line.parent not in lines or len(lines[line.parent].steps) < line.at:
                raise ValueError(f"the line {line.id} goes on from step {line.at} of {line.parent}, which is not there")
            shared = lines[line.parent].steps[: line.at]
        lines[line.id] = replace(line, steps=shared + line.steps)
    return tuple(lines.values())


def lines(trace: Trace) -> tuple[Branch, ...]:
    """All lines in order of creation; the only one where nothing was branched yet."""
    if trace.branches:
        return trace.branches
    return (_ended(Branch(trace.branch, None, 0, "first", created=trace.created), trace),)


def line(trace: Trace, id: str) -> Branch:
    """The line called ``id``.

    Raises
    ------
    UseError
        If there is none.
    """
    for one in lines(trace):
        if one.id == id:
            return one
    raise UseError(f"there is no line {id!r}: there are {', '.join(one.id for one in lines(trace))}")


def grow(trace: Trace, at: int, why: Why) -> Trace:
    """Start a new line that shares the first ``at`` steps with the live one, and make it the live one.

    The trace that comes back has those steps alone, the same objects, and no answer: it is what the loop goes on from.

    Raises
    ------
    ValueError
        If the live line has fewer than ``at`` steps.
    """
    if not 0 <= at <= len(trace.steps):
        raise ValueError(f"a line of {len(trace.steps)} steps cannot be left at step {at}")
    kept = record(trace)
    steps = trace.steps[:at]
    new = Branch(_unused(kept), kept.branch, at, why, steps, timeline=total(step.timeline for step in steps))
    return _live(replace(kept, branches=(*lines(kept), new)), new)


def record(trace: Trace) -> Trace:
    """Write what became of the live line, and how it ended, into the tree.

    Steps that the line had already are never overwritten: where the trace goes another way, that way is a new line.
    """
    if not trace.branches:
        return trace
    live = line(trace, trace.branch)
    shared = _shared(live.steps, trace.steps)
    if shared == len(live.steps):
        branches = tuple(_ended(one, trace) if one is live else one for one in trace.branches)
        return replace(trace, branches=branches)
    new = _ended(Branch(_unused(trace), live.id, shared, "rerun"), trace)
    return replace(trace, branch=new.id, branches=(*trace.branches, new))


def promote(trace: Trace, id: str) -> Trace:
    """Make the line ``id`` the live one: its steps, status and answer become the trace's.

    To show a line without making it live, take the result and leave the trace as it is.

    Raises
    ------
    UseError
        If there is no such line.
    """
    kept = record(trace)
    return _live(kept, line(kept, id))


def _live(trace: Trace, one: Branch) -> Trace:
    return replace(trace, branch=one.id, **_outcome(one))


def _ended(one: Branch, trace: Trace) -> Branch:
    return replace(one, **_outcome(trace))


def _outcome(of: Branch | Trace) -> dict[str, Any]:
    """What a line and the trace that is on it have in common."""
    return {name: getattr(of, name) for name in (*_WAYS, *_ANSWERS)}


def _shared(steps: tuple[Step, ...], others: tuple[Step, ...]) -> int:
    """How many steps two lines have in common from their beginning."""
    pairs = enumerate(zip(steps, others, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(steps), len(others)))


def _unused(trace: Trace) -> str:
    taken = {one.id for one in lines(trace)}
    return next(name for number in count(len(taken) + 1) if (name := f"b{number}") not in taken)
