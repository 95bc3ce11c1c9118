"""The values that travel through the house. All frozen; JSON both ways is explicit.

The JSON form of :class:`Trace` is the contract ``husky.trace/1`` (media type
``application/vnd.husky.trace+json``).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from husky_kernel.agent.reruns.branches import Branch

from husky_kernel.agent.answers.answer import AnswerKind, Confidence, Result
from husky_kernel.agent.answers.reading import Reading
from husky_kernel.agent.cost.timeline import Timeline
from husky_kernel.agent.cost.usage import Usage, usages_from_json, usages_to_json
from husky_kernel.agent.effects import Effects

SCHEMA = "husky.trace/1"
MEDIA_TYPE = "application/vnd.husky.trace+json"

FIRST_LINE = "b1"
"""The id of the line of steps that a run begins with."""

_TEXTS = ("repairs", "notes", "against")
"""Fields of a step that are lists of sentences."""

StepStatus = Literal["done", "failed", "stopped", "edited"]
TraceStatus = Literal["finished", "stopped", "failed", "limit"]
Author = Literal["model", "human"]


def now() -> str:
    """The time in ISO 8601, to the second, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Task:
    """A question in plain words, and what the models are told about the variables it is about.

    ``context`` is empty where the question is not about the user's data. ``turns`` are what was asked and answered
    before in the same notebook, oldest first; ``trouble`` tells of a cell of the user's that failed just before.
    """

    question: str
    context: str = ""
    turns: tuple[Turn, ...] = ()
    trouble: str = ""
    cause: str = ""
    """Why that cell failed, where it did: told with the answer."""
    words: bool = False
    """Whether the answer is to be written in words: why, explain."""
    follows: bool = False
    """Whether it goes on from the last turn: what is like it elsewhere would only be taken for that turn."""
    unanswered: str = ""
    """The question before, which this one goes on from, where it has no answer."""
    changes: bool = False
    """Whether the question asks for a change of the user's variables; else they are put back after each step."""
    readings: tuple[Reading, ...] = ()
    """How words of the question were read: told with the answer."""
    tool: str = ""
    """The tool of the first step, where the place of the data decides it: a database is asked by ``sql``."""
    parts: tuple[str, ...] = ()
    """What the question asks for one after the other, where that is several things; each gets steps of its own."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, the program that answered it, and the answer in one line; ``sure`` is
    False where something spoke against it.
    """

    question: str
    program: str
    said: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the action generator: a tool and what to do with it, or ``finish`` and the answer."""

    tool: str
    text: str


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall time of a step by part, in seconds."""

    action: float = 0.0
    expert: float = 0.0
    tool: float = 0.0
    rewrite: float = 0.0

    def add(self, part: str, seconds: float) -> Seconds:
        """Return a copy with ``seconds`` added to ``part``."""
        return replace(self, **{part: getattr(self, part) + seconds})

    @property
    def total(self) -> float:
        """Sum of the parts."""
        return self.action + self.expert + self.tool + self.rewrite


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of a model call: in the prompt, of these taken from a prefix cache, and newly generated."""

    prompt: int = 0
    reused: int = 0
    generated: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.prompt + other.prompt, self.reused + other.reused, self.generated + other.generated)


@dataclass(frozen=True, slots=True)
class Observation:
    """What a tool returned. Only tools make these; a model never does.

    ``outputs`` are rich outputs in notebook format (``output_type``, ``data``, ...), shown on the card and never
    sent to a model. ``sources`` name where facts came from. ``ok`` is False when the step should be repaired;
    ``checked`` is a short note of a check that the tool made (a mismatch, say) and that belongs on the step;
    ``effects`` what the call did to the variables, where somebody watched. ``result`` is the value that it came to.
    ``notes`` tell what was seen while it ran, ``against`` those that speak against the result: each a sentence.
    ``drawn`` is what was drawn, live; the ``text`` of each tells it in a line. ``held``: what the call wanted to do
    beyond the notebook ("write `out.csv`") and was refused until a person allows it.
    """

    text: str
    ok: bool = True
    error: str | None = None
    outputs: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    checked: str | None = None
    effects: Effects | None = None
    result: Result | None = None
    notes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    drawn: tuple[Any, ...] = field(default=(), compare=False)
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the loop. ``observation`` is raw tool output, ``output`` the sentence that joins the history.

    ``reason`` says why this tool was taken where no model chose it, ``repairs`` what was put right in the call,
    ``notes`` what was seen while it ran, ``against`` those of them that speak against its result.
    """

    index: int
    tool: str
    step: str
    call: str | None = None
    observation: str = ""
    output: str = ""
    status: StepStatus = "done"
    author: Author = "model"
    error: str | None = None
    seconds: Seconds = field(default_factory=Seconds)
    tokens: Tokens = field(default_factory=Tokens)
    tool_scores: Mapping[str, float] = field(default_factory=dict)
    outputs: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    effects: Effects | None = None
    """What it did to variables, files and the like; None where nobody looked."""
    timeline: Timeline = field(default_factory=Timeline)
    """From its planning to its last word; showing it done counts with the run."""
    reason: str = ""
    repairs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    result: Result | None = None
    least: float | None = None
    """The smallest probability among the tokens of its call, where the engine tells; None of one written anew."""
    part: int = 0
    """Which part of the question it belongs to, where that has several."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, keys as in the contract."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data["seconds"] = {f.name: round(getattr(self.seconds, f.name), 4) for f in fields(Seconds)}
        data["tokens"] = {f.name: getattr(self.tokens, f.name) for f in fields(Tokens)}
        data["tool_scores"] = {name: round(value, 4) for name, value in self.tool_scores.items()}
        data["outputs"] = [dict(output) for output in self.outputs]
        data["sources"] = [dict(source) for source in self.sources]
        data["effects"] = self.effects.to_json() if self.effects is not None else None
        data["timeline"] = self.timeline.to_json()
        for name in _TEXTS:
            data[name] = list(getattr(self, name))
        data["result"] = self.result.to_json() if self.result is not None else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Step:
        """Inverse of :meth:`to_json`; keys this version does not know are ignored."""
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        values["seconds"] = Seconds(**_known(Seconds, data.get("seconds")))
        values["tokens"] = Tokens(**_known(Tokens, data.get("tokens")))
        values["tool_scores"] = dict(data.get("tool_scores") or {})
        values["outputs"] = tuple(data.get("outputs") or ())
        values["sources"] = tuple(data.get("sources") or ())
        effects = data.get("effects")
        values["effects"] = Effects.from_json(effects) if effects is not None else None
        values["timeline"] = Timeline.from_json(data.get("timeline") or {})
        for name in _TEXTS:
            values[name] = tuple(map(str, data.get(name) or ()))
        values["result"] = Result.from_json(data.get("result"))
        return cls(**values)


def _known(cls: type[Seconds] | type[Tokens], data: Mapping[str, Any] | None) -> dict[str, Any]:
    """Of what was read the fields of ``cls``."""
    return {f.name: data[f.name] for f in fields(cls) if f.name in data} if data else {}


@dataclass(frozen=True, slots=True)
class Hint:
    """A person's word on how to go on ("use the median"), given when ``at`` steps were done."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole run: the question, the steps, how it ended and the answer. ``model`` names what answered.

    ``branch`` is the id of the line that these steps are; ``branches`` all lines in order of creation, this one among
    them, empty while there is only one. :mod:`~husky_kernel.agent.reruns.branches` works on them.

    ``timeline`` is that of the whole run: its steps and what is outside any step, such as the planning of the finish.
    Steps kept from before count as they took then. ``load``: seconds until the model was there, before all that; 0
    where it was there already. ``roles``: tokens by the role that took them, without those of steps kept from before.

    ``parts`` are those of a question that asks for several things one after the other, as they were carried out.

    ``value`` is the live answer, of the kind ``answer_kind``: it is neither compared nor saved. ``confidence`` says how
    far the answer can be relied on, ``notes`` what a person should know of it.
    """

    question: str
    model: str
    status: TraceStatus = "finished"
    answer: str | None = None
    steps: tuple[Step, ...] = ()
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    created: str = field(default_factory=now)
    error: str | None = None
    finish: Mapping[str, Any] = field(default_factory=dict)
    branch: str = FIRST_LINE
    branches: tuple[Branch, ...] = ()
    hints: tuple[Hint, ...] = ()
    timeline: Timeline = field(default_factory=Timeline)
    load: float = 0.0
    roles: Mapping[str, Usage] = field(default_factory=dict)
    answer_kind: AnswerKind = "none"
    confidence: Confidence = "none"
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    value: Any = field(default=None, compare=False, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values of schema ``husky.trace/1``; a line of ``branches`` holds its own steps only."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "model": self.model,
            "created": self.created,
            "error": self.error,
            "finish": dict(self.finish),
            "steps": [step.to_json() for step in self.steps],
            "branch": self.branch,
            "branches": [branch.to_json() for branch in self.branches],
            "hints": [{"text": hint.text, "at": hint.at} for hint in self.hints],
            "timeline": self.timeline.to_json(),
            "load": round(self.load, 4),
            "roles": usages_to_json(self.roles),
            "answer_kind": self.answer_kind,
            "confidence": self.confidence,
            "notes": list(self.notes),
            "parts": list(self.parts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Trace:
        """Inverse of :meth:`to_json`.

        Raises
        ------
        ValueError
            If ``schema`` is not ``husky.trace/1``, or a line's parent is missing.
        """
        from husky_kernel.agent.reruns.branches import (
            branches_from_json,  # it is made of steps, so it imports this file
        )

        if data.get("schema") != SCHEMA:
            raise ValueError(f"not a {SCHEMA} trace: schema is {data.get('schema')!r}")
        known = {f.name for f in fields(cls)} - {"value"}
        values = {key: value for key, value in data.items() if key in known}
        values["steps"] = tuple(Step.from_json(step) for step in data.get("steps", ()))
        values["branches"] = branches_from_json(data.get("branches") or ())
        values["hints"] = tuple(Hint(str(hint["text"]), int(hint["at"])) for hint in data.get("hints") or ())
        values["timeline"] = Timeline.from_json(data.get("timeline") or {})
        values["roles"] = usages_from_json(data.get("roles") or {})
        values["notes"] = tuple(map(str, data.get("notes") or ()))
        values["parts"] = tuple(map(str, data.get("parts") or ()))
        return cls(**values)
