"""Takes secrets out of what models, traces and cards get to see. The user's own variables are never changed.

It knows secrets by their form, by the name they stand behind, and by their value where a variable or the environment
holds them under such a name. What code does to a secret before it prints it (reversing it, say) is beyond it.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

from husky_kernel.agent.types import Observation, Step, Task, Trace
from husky_kernel.trust.names import is_opaque, is_secret
from husky_kernel.trust.patterns import REMOVED, remove_forms

T = TypeVar("T")

SHORTEST = 6
"""Characters below which a known value is not looked for: ``abc`` stands in every second text."""

ITEMS = 200
"""Entries of a dict that are looked at for names of secrets."""

_STEP = ("step", "call", "observation", "output", "error", "outputs", "sources")
"""What of a step can hold a secret."""

_TEXTS = ("text/", "application/json", "image/svg+xml", "application/javascript", "application/vnd.")
"""Media types whose data are readable; pictures are left as they are."""


def redact(text: str, known: Iterable[str] = ()) -> str:
    """``text`` with each secret replaced by ``[secret removed]``; values in ``known`` are some for sure.

    Takes time in proportion to the text; about 1 ms for a page, 1 s for 10 MB.
    """
    for value in sorted(set(known), key=len, reverse=True):
        text = _without(text, value)
    return remove_forms(text)


class Redactor:
    """Redacts with the secrets in ``namespace`` and ``environ`` as they are at the time of each call."""

    def __init__(self, namespace: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> None:
        self._namespace = namespace
        self._environ = environ

    def known(self) -> set[str]:
        """The values that are secrets by their name."""
        named = [*_entries(self._environ), *_public(self._namespace)]
        return {text for name, value in named for text in _values(name, value) if len(text) >= SHORTEST}

    def text(self, text: str) -> str:
        """``text`` without secrets."""
        return redact(text, self.known()) if text else text

    def task(self, task: Task) -> Task:
        """What the models are asked, without secrets."""
        known = self.known()
        return _each(task, ("question", "context", "trouble"), known)

    def observation(self, seen: Observation) -> Observation:
        """What a tool returned, without secrets: its text, its error, what it displayed and where it looked."""
        return _each(seen, ("text", "error", "checked", "outputs", "sources"), self.known())

    def step(self, step: Step) -> Step:
        """A step without secrets, also in what a person wrote."""
        return _each(step, _STEP, self.known())

    def trace(self, trace: Trace) -> Trace:
        """A trace without secrets."""
        known = self.known()
        clean = _each(trace, ("question", "answer", "error", "finish"), known)
        return replace(clean, steps=tuple(_each(step, _STEP, known) for step in trace.steps))


def _each(value: T, fields: tuple[str, ...], known: set[str]) -> T:
    changes = {name: _deep(getattr(value, name), known) for name in fields}
    return replace(value, **changes)  # type: ignore[type-var]


def _deep(value: Any, known: set[str]) -> Any:
    """JSON values with every readable text in them redacted."""
    if isinstance(value, str):
        return redact(value, known) if value else value
    if isinstance(value, Mapping):
        return {key: item if _is_picture(key) else _deep(item, known) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if len(value) > 1 and all(isinstance(item, str) for item in value):
            return _lines(value, known)
        return type(value)(_deep(item, known) for item in value)
    return value


def _lines(value: Any, known: set[str]) -> Any:
    """Texts that may be the lines of one: a key may go over several of them."""
    whole = "".join(value)
    redacted = redact(whole, known)
    if redacted == whole:
        return value
    return type(value)([redacted]) if isinstance(value, list) else (redacted,)


def _is_picture(key: object) -> bool:
    return isinstance(key, str) and "/" in key and not key.startswith(_TEXTS)


def _public(namespace: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    """The user's variables; of dicts also their entries, of lists of dicts theirs."""
    for name, value in list(namespace.items()):
        if not isinstance(name, str) or name.startswith("_") or name in ("In", "Out"):
            continue
        yield name, value
        if type(value) is dict:
            yield from _nested(value)


def _nested(value: Mapping[Any, Any], depth: int = 2) -> Iterator[tuple[object, object]]:
    for name, item in _entries(value):
        yield name, item
        if type(item) is dict and depth:
            yield from _nested(item, depth - 1)


def _entries(value: Mapping[Any, Any]) -> list[tuple[object, object]]:
    return list(islice(list(value.items()), 5 * ITEMS))


def _values(name: object, value: object) -> Iterator[str]:
    if type.__getattribute__(type(value), "__name__") == "SecretStr" and hasattr(
        value, "get_secret_value"
    ):  # pydantic's
        value, name = value.get_secret_value(), "secret"
    if is_secret(name, value):
        yield value.decode("utf-8", "replace") if isinstance(value, bytes | bytearray) else str(value)


def _without(text: str, value: str) -> str:
    for form in _forms(value):
        if form in text:
            text = text.replace(form, REMOVED) if is_opaque(form) else _words(form).sub(REMOVED, text)
    return text


def _forms(value: str) -> list[str]:
    """A value as it is, and as URLs, JSON, HTML, Python and base64 write it; the longest first."""
    encoded = base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")
    forms = {value, quote(value, safe=""), json.dumps(value)[1:-1], repr(value)[1:-1], escape(value), encoded}
    return sorted((form for form in forms if len(form) >= SHORTEST), key=len, reverse=True)


def _words(form: str) -> re.Pattern[str]:
    """A short password may be a part of a common word."""
    return re.compile(rf"(?<!\w){re.escape(form)}(?!\w)")
