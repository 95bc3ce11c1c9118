"""What a person changed in a run, kept to learn from: append-only lines of JSON in the user's data folder. Floor 2.

Nothing is sent anywhere. Several kernels may write at once: each line is one write at the end of the file. What became
of a run is known later, and is a line of its own. Secrets are removed by ``redact`` before anything is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Step
from husky_kernel.config import data_dir
from husky_kernel.lines import append, read

SCHEMA = "husky.correction/1"
FILE = "corrections.jsonl"

Kind = Literal["text", "code", "tool", "hint", "undo", "skip"]
Redact = Callable[[str], str]

MODULES = {"code": "code", "search": "query", "math": "math", "commonsense": "commonsense"}
"""The module that writes the call of a tool; other tools' experts have the tool's own name."""

_KEPT = ("index", "tool", "step", "call", "output", "status", "author")
"""What a prompt shows of an earlier step."""


def correction_file() -> Path:
    """Where corrections are kept."""
    return data_dir() / FILE


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the corrected run ended."""

    status: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One change by a person, with all that the model knew when it wrote ``before``.

    ``step`` is the text of the step in hand, ``tool`` its tool; for ``code``, ``before`` and ``after`` are calls, for
    ``text`` steps, for ``tool`` the steps under ``tool_before`` and ``tool``, for ``hint`` only ``after`` is there, for
    ``undo`` and ``skip`` only ``before``. ``model`` wrote, in the layout of ``profile``. ``time`` is in UTC.
    """

    kind: Kind
    question: str
    run: str
    index: int
    model: str = ""
    profile: str = ""
    context: str = ""
    history: tuple[Step, ...] = ()
    tool: str = ""
    tool_before: str = ""
    step: str = ""
    before: str = ""
    after: str = ""
    outcome: Outcome | None = None
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def module(self) -> str:
        """Whose text was changed: the expert's for a call, else the action generator's."""
        return MODULES.get(self.tool, self.tool) if self.kind == "code" else "action"

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, without the outcome: that is a record of its own."""
        data = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("history", "outcome")}
        history = [{name: getattr(step, name) for name in _KEPT} for step in self.history]
        return {"schema": SCHEMA, "record": "correction", "module": self.module, **data, "history": history}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Correction:
        """Inverse of :meth:`to_json`; keys that this version does not know are ignored.

        Raises
        ------
        ValueError
            If it is no correction.
        """
        known = {f.name for f in fields(cls)} - {"history", "outcome"}
        values = {key: value for key, value in data.items() if key in known}
        texts = all(isinstance(value, str) for key, value in values.items() if key != "index")
        if values.get("kind") not in get_args(Kind) or type(values.get("index")) is not int or not texts:
            raise ValueError("not a correction")
        try:
            return cls(**values, history=tuple(Step.from_json(step) for step in data.get("history", ())))
        except (TypeError, AttributeError) as error:
            raise ValueError(f"not a correction: {error}") from error


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is in a log, oldest first, and how many of its lines could not be read."""

    items: tuple[Correction, ...]
    unreadable: int = 0

    def pairs(self, module: str) -> tuple[Correction, ...]:
        """Those that say what ``module`` should have written."""
        return tuple(item for item in self.items if item.module == module and _teaches(item))


@dataclass(frozen=True, slots=True)
class CorrectionLog:
    """The log at ``path``. If not ``on``, nothing is written; what is there can still be read."""

    path: Path
    redact: Redact = str
    on: bool = True

    def add(self, correction: Correction) -> None:
        """Keep ``correction``.

        Raises
        ------
        UseError
            If it cannot be written.
        """
        self._append(correction.to_json())

    def outcome(self, run: str, status: str, answer: str | None) -> None:
        """Keep how the run ended. It counts for the corrections made until then, and later ones for these, too.

        Errors are those of :meth:`add`.
        """
        time = datetime.now(UTC).isoformat(timespec="seconds")
        told = {"run": run, "status": status, "answer": answer, "time": time}
        self._append({"schema": SCHEMA, "record": "outcome", **told})

    def read(self) -> Corrections:
        """All corrections with the outcomes of their runs. A line that cannot be read is counted, and stays."""
        found: list[Correction] = []
        of_run: dict[str, list[int]] = {}
        unreadable = 0
        for data in read(self.path):
            try:
                if data["record"] == "outcome":
                    outcome = Outcome(str(data["status"]), data.get("answer"))
                    for at in of_run.get(data["run"], ()):
                        found[at] = replace(found[at], outcome=outcome)
                else:
                    item = Correction.from_json(data)
                    of_run.setdefault(item.run, []).append(len(found))
                    found.append(item)
            except (ValueError, KeyError, TypeError):
                unreadable += 1
        return Corrections(tuple(found), unreadable)

    def pairs(self, module: str) -> tuple[Correction, ...]:
        """The corrections that say what ``module`` should have written."""
        return self.read().pairs(module)

    def clear(self) -> bool:
        """Delete the log; True if there was one."""
        there = self.path.exists()
        self.path.unlink(missing_ok=True)
        return there

    def _append(self, data: Mapping[str, Any]) -> None:
        if not self.on:
            return
        hint = "make room there, or switch this off with `corrections = false` in config.toml"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise UseError(f"cannot write {self.path}: {error.strerror or error}; {hint}") from error
        append(self.path, _clean(data, self.redact), hint, mode=0o600)


def summary(correction: Correction) -> str:
    """One line about a correction."""
    changed = f"{one_line(correction.before)[:60]!r} -> {one_line(correction.after)[:60]!r}"
    ended = f", {correction.outcome.status}" if correction.outcome else ""
    tool = f" [{correction.tool}]" if correction.tool else ""
    return f"{correction.time}  {correction.kind:5}{tool}  {changed}  ({one_line(correction.question)[:60]}{ended})"


def _teaches(correction: Correction) -> bool:
    return correction.kind in ("text", "code", "tool") and bool(correction.after.strip())


def _clean(value: Any, redact: Redact) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: _clean(item, redact) for key, item in value.items()}
    return [_clean(item, redact) for item in value] if isinstance(value, list | tuple) else value
