"""A training pair: the prompt as a module gets it, and what the module should write. In files, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.protocols import Message, Request

ROLES = ("action", "code", "math", "query", "commonsense")
"""Whose weights can be tuned. The rewriter is served by the commonsense module."""

OWN = "the user's own"
"""Licence of what a person's own runs give."""

_SERVED = {"rewrite": "commonsense"}
_ALWAYS = ("completion", "module", "source", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A prompt and the reply to learn.

    ``messages`` are chat turns in the layout of a profile. Where the profile forces how a reply begins or ends,
    ``prefill`` and ``closing`` hold that: the assistant's whole turn is ``prefill + completion + closing``, and what is
    learned is ``completion + closing``. ``weight`` is how much its tokens count, 1 for most. ``question`` is what
    the pair is held out by; ``source``, ``licence`` and ``id`` say where it comes from.
    """

    messages: tuple[Message, ...]
    completion: str
    module: str
    source: str
    id: str
    prefill: str = ""
    closing: str = ""
    question: str = ""
    licence: str = ""
    weight: float = 1.0

    @classmethod
    def of(cls, request: Request, completion: str, **rest: Any) -> Pair:
        """The pair of a module's own request."""
        return cls(messages=request.messages, prefill=request.prefill, completion=completion, **rest)

    @property
    def role(self) -> str:
        """The role that the engine is asked in."""
        return _SERVED.get(self.module, self.module)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; what is as by default is left out."""
        turns = [{"role": message.role, "content": message.content} for message in self.messages]
        rest = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "messages"}
        default = {f.name: f.default for f in fields(self)}
        return {"messages": turns, **{k: v for k, v in rest.items() if k in _ALWAYS or v != default[k]}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Pair:
        """Inverse of :meth:`to_json`; keys that this version does not know are ignored.

        Raises
        ------
        ValueError
            If it is no pair.
        """
        known = {f.name for f in fields(cls)} - {"messages"}
        try:
            turns = tuple(Message(turn["role"], turn["content"]) for turn in data["messages"])
            return cls(messages=turns, **{key: value for key, value in data.items() if key in known})
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a training pair: {error}") from error


def write_pairs(path: Path, pairs: Iterable[Pair]) -> int:
    """Write ``pairs``, one a line; their number.

    Raises
    ------
    UseError
        If the file cannot be written.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8") as file:
            for pair in pairs:
                file.write(json.dumps(pair.to_json(), ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}") from error
    return count


def read_pairs(path: Path) -> Iterator[Pair]:
    """Inverse of :func:`write_pairs`.

    Raises
    ------
    UseError
        If the file cannot be read, or a line is no pair.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield _read(path, number, line)
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error


def _read(path: Path, number: int, line: str) -> Pair:
    try:
        return Pair.from_json(json.loads(line))
    except (ValueError, AttributeError) as error:
        raise UseError(
            f"{path}, line {number}, is no training pair: make the file anew with `husky train build`"
        ) from error
