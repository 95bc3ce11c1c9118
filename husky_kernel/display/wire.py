"""What travels between Python and the cards; the twin of ``widgets/src/types.js``. Plain JSON values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from husky_kernel.agent.answers.answer import AnswerKind, Confidence
from husky_kernel.agent.types import Author, Step, Trace
from husky_kernel.config import Approve
from husky_kernel.display.showing import remarks
from husky_kernel.display.timebar import parts_of
from husky_kernel.display.tree import Side
from husky_kernel.display.view import Phase


class RunState(TypedDict):
    """Header, tree and footer. Times are seconds, ``started`` and ``now`` by the kernel's steady clock.

    ``timeline`` says where the time went: by the parts of :class:`~husky_kernel.agent.cost.timeline.Timeline`, None
    until the run has ended.
    """

    id: str | None
    question: str
    model: str
    status: Literal["running", "finished", "stopped", "failed", "limit"]
    limit: int | None
    rerun: int | None
    note: str
    fraction: float | None
    answer: str | None
    kind: AnswerKind
    confidence: Confidence | Literal["checking"]
    by: int | None
    others: list[Mapping[str, Any]]
    notes: list[str]
    error: str | None
    started: float | None
    now: float | None
    seconds: float | None
    timeline: Mapping[str, float] | None
    paused: bool
    stepping: bool
    approve: Approve
    hints: list[str]
    parts: list[str]
    lines: list[Mapping[str, Any]]
    shown: str | None


class CardState(TypedDict):
    """One step. A message leaves ``outputs`` out where they are those of the message before.

    ``why`` and ``untrusted`` belong to a step that waits for a person, ``conflict`` to one that asks about variables.
    """

    index: int
    tool: str
    step: str
    call: str | None
    observation: str
    output: str
    status: str
    author: Author
    error: str | None
    seconds: float
    tokens: int
    scores: dict[str, float]
    sources: list[Mapping[str, Any]]
    why: str
    untrusted: list[str]
    effects: Mapping[str, Any] | None
    reason: str
    repairs: list[str]
    notes: list[str]
    undoable: bool
    part: int
    conflict: list[str] | None
    outputs: NotRequired[list[Mapping[str, Any]]]


class Piece(TypedDict):
    """New text at the end of a card's field."""

    index: int
    field: str
    text: str


def new_run(question: str, model: str) -> RunState:
    """The state before anything has happened."""
    return RunState(
        id=None,
        question=question,
        model=model,
        status="running",
        limit=None,
        rerun=None,
        note="",
        fraction=None,
        answer=None,
        kind="none",
        confidence="none",
        by=None,
        others=[],
        notes=[],
        error=None,
        started=None,
        now=None,
        seconds=None,
        timeline=None,
        paused=False,
        stepping=False,
        approve="none",
        hints=[],
        parts=[],
        lines=[],
        shown=None,
    )


def card_of(
    step: Step, phase: Phase, why: str = "", untrusted: Sequence[str] = (), undoable: Collection[int] = ()
) -> CardState:
    """The card of ``step``, without what ``phase`` makes anew: a repair starts from an empty call."""
    acting = phase in ("planning", "waiting", "running")
    return CardState(
        index=step.index,
        tool=step.tool,
        step=step.step,
        call=None if phase in ("planning", "writing") else step.call,
        observation="" if acting else step.observation,
        output="" if phase != "done" else step.output,
        status=step.status if phase == "done" else phase,
        author=step.author,
        error=None if acting else step.error,
        seconds=round(step.seconds.total, 3),
        tokens=step.tokens.generated,
        scores=dict(step.tool_scores),
        sources=[] if acting else [dict(source) for source in step.sources],
        why=why,
        untrusted=list(untrusted),
        effects=None if acting or step.effects is None else step.effects.to_json(),
        reason=step.reason,
        repairs=list(step.repairs),
        notes=[] if acting else list(remarks(step)),
        undoable=step.index in undoable,
        part=step.part,
        conflict=None,
        outputs=[] if acting else [dict(output) for output in step.outputs],
    )


def side_of(side: Side) -> dict[str, Any]:
    """A line as it is compared: its node and its cards, without their rich outputs."""
    cards = [card_of(step, "done") for step in side.steps]
    for card in cards:
        card.pop("outputs", None)
    return {**side.branch.to_json(), "cards": cards}


def end_of(trace: Trace) -> dict[str, Any]:
    """What header and footer tell about the end of ``trace``."""
    ended: dict[str, Any] = {"id": trace.id, "status": trace.status, "answer": trace.answer, "error": trace.error}
    ended |= {"kind": trace.answer_kind, "confidence": trace.confidence, "notes": list(trace.notes)}
    ended |= {"by": trace.finish.get("by"), "parts": list(trace.parts)}
    others = [step for step in trace.steps if step.index in trace.finish.get("others", ())]
    ended["others"] = [{"index": step.index, "said": step.result.said} for step in others if step.result]
    return {**ended, "note": "", "fraction": None, "rerun": None, "timeline": parts_of(trace.timeline)}
