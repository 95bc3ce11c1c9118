"""Takes secrets out of what models, traces and cards get to see. The user's own variables are never changed.

It knows secrets by their form, by the name they stand behind, and by their value where a variable or the environment
holds them under such a name. What code does to a secret before it prints it (reversing it, say) is beyond it.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from html import escape
from typing import Any, TypeVar
from urllib.parse import quote

from husky_kernel.agent.types import Observation, Task, Trace
from husky_kernel.trust.holders import held_secrets, public
from husky_kernel.trust.names import is_opaque
from husky_kernel.trust.patterns import REMOVED, remove_forms

T = TypeVar("T")

SHORTEST = 6
"""Characters below which a known value is not looked for: ``abc`` stands in every second text."""

PIECE = 10
"""Signs of a key that give it away."""

_KEY = re.compile(r"[\w+/=.~-]{10,}")

_NO_TEXTS = frozenset(
    [
        *("id", "created", "model", "status", "branch", "parent", "why", "tool", "author", "index", "value"),
        *("seconds", "tokens", "tool_scores", "timeline", "roles", "load"),
    ]
)
"""What of a trace and a step holds no secret, or is no text."""

_TEXTS = ("text/", "application/json", "image/svg+xml", "application/javascript", "application/vnd.")
"""Media types whose data are readable; pictures are left as they are."""


def redact(text: str, known: Iterable[str] = ()) -> str:
    """``text`` with each secret replaced by ``[secret removed]``; values in ``known`` are some for sure.

    Takes time in proportion to the text; about 1 ms for a page, 1 s for 10 MB.
    """
    values = sorted(set(known), key=len, reverse=True)
    for value in values:
        text = _without(text, value)
    return remove_forms(_without_parts(text, values))


class Redactor:
    """Redacts with the secrets in ``namespace`` and ``environ`` as they are at the time of each call."""

    def __init__(self, namespace: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> None:
        self._namespace = namespace
        self._environ = environ

    def known(self) -> set[str]:
        """The values that are secrets by their name."""
        named = (*self._environ.items(), *public(self._namespace))
        return {text for text in held_secrets(named) if len(text) >= SHORTEST}

    def text(self, text: str) -> str:
        """``text`` without secrets."""
        return redact(text, self.known()) if text else text

    def task(self, task: Task) -> Task:
        """What the models are asked, without secrets."""
        return _Clean(self.known()).all(task)

    def observation(self, seen: Observation) -> Observation:
        """What a tool returned, without secrets: its text, its error, what it displayed and where it looked."""
        return _Clean(self.known()).all(seen)

    def trace(self, trace: Trace) -> Trace:
        """A trace without secrets, in all its lines: also in what a person wrote, and in what became one since."""
        return _Clean(self.known()).all(trace)


@dataclass
class _Clean:
    """Takes ``known`` secrets out of values of many parts, each part once."""

    known: set[str]
    _done: dict[int, Any] = field(default_factory=dict)

    def all(self, value: T) -> T:
        """A frozen dataclass without secrets in any of its texts."""
        if id(value) not in self._done:
            texts = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in _NO_TEXTS}  # type: ignore[arg-type]
            changes = {name: new for name, old in texts.items() if (new := self.deep(old)) != old}
            self._done[id(value)] = replace(value, **changes) if changes else value  # type: ignore[type-var]
        found: T = self._done[id(value)]
        return found

    def deep(self, value: Any) -> Any:
        """JSON values, and dataclasses, with every readable text in them redacted."""
        if isinstance(value, str):
            return redact(value, self.known) if value else value
        if isinstance(value, Mapping):
            return {key: item if _is_picture(key) else self.deep(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            if len(value) > 1 and all(isinstance(item, str) for item in value):
                return _lines(value, self.known)
            return type(value)(self.deep(item) for item in value)
        return self.all(value) if is_dataclass(value) else value


def _lines(value: Any, known: set[str]) -> Any:
    """Texts that may be the lines of one: a key may go over several of them."""
    whole = "".join(value)
    redacted = redact(whole, known)
    if redacted == whole:
        return value
    return type(value)([redacted]) if isinstance(value, list) else (redacted,)


def _is_picture(key: object) -> bool:
    return isinstance(key, str) and "/" in key and not key.startswith(_TEXTS)


def _without(text: str, value: str) -> str:
    for form in _forms(value):
        if form in text:
            text = text.replace(form, REMOVED) if is_opaque(form) else _words(form).sub(REMOVED, text)
    return text


def _without_parts(text: str, values: list[str]) -> str:
    """Without words that hold a good piece of a key: half of one is worth as much as the whole to whoever has both."""
    keys = [value for value in values if _KEY.fullmatch(value) and is_opaque(value)]
    pieces = {key[at : at + PIECE] for key in keys for at in range(len(key) - PIECE + 1)}
    pieces = {piece for piece in pieces if any(map(str.isdigit, piece)) and any(map(str.isalpha, piece))}
    if not pieces:
        return text

    def replaced(word: re.Match[str]) -> str:
        starts = range(len(word[0]) - PIECE + 1)
        return REMOVED if any(word[0][at : at + PIECE] in pieces for at in starts) else word[0]

    return _KEY.sub(replaced, text)


def _forms(value: str) -> list[str]:
    """A value as it is, and as URLs, JSON, HTML, Python and base64 write it; the longest first."""
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
    forms = {value, quote(value, safe=""), json.dumps(value)[1:-1], repr(value)[1:-1], escape(value), encoded}
    return sorted((form for form in forms if len(form) >= SHORTEST), key=len, reverse=True)


def _words(form: str) -> re.Pattern[str]:
    """A short password may be a part of a common word."""
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
