"""The trace as it stands in a notebook's file, beside its HTML: what one of them tells, the other need not repeat.

The figures are in the HTML, where every reader of the file sees them; the trace says which one it means. Plain text
that is a step's observation already is left out of its outputs.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from husky_kernel.agent.grammar import encodable
from husky_kernel.agent.types import MEDIA_TYPE

FIGURE = re.compile(r' src="data:image/[a-z+]+;base64,([^"]*)"')
"""An image in our HTML: a quotation mark in a text would be escaped."""

MARK = "husky-figure:"
SVG = "image/svg+xml"
_INDENT = re.compile(r">\s*\n\s*<")

Data = Mapping[str, Any]


def shared(trace: Mapping[str, Any], html: str) -> dict[str, Any]:
    """JSON of a trace without what ``html`` or its own observations hold. :func:`whole` is its inverse."""
    places = {encoded: at for at, encoded in reversed([*enumerate(FIGURE.findall(html))])}
    return _each_step(trace, lambda step: {**step, "outputs": _lean(step, places)})


def whole(data: Mapping[str, Any]) -> dict[str, Any]:
    """JSON of the trace in ``data``, an output of a notebook that :func:`~husky_kernel.display.bundle.bundle` made."""
    found = FIGURE.findall(joined(data.get("text/html")))

    def figure(kind: str, value: Any) -> Any:
        at = joined(value).removeprefix(MARK) if kind.startswith("image/") else ""
        if not joined(value).startswith(MARK) or not at.isdecimal() or int(at) >= len(found):
            return value
        return b64decode(found[int(at)]).decode() if kind == SVG else found[int(at)]

    def step(step: Mapping[str, Any]) -> dict[str, Any]:
        return {**step, "outputs": [_with_data(output, figure) for output in step.get("outputs") or ()]}

    return _each_step(data[MEDIA_TYPE], step)


def joined(value: object) -> str:
    """Notebook files may hold a text as its lines."""
    return encodable("".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value))


def encoded(kind: str, value: object) -> str:
    """An image in base 64, in one line."""
    return b64encode(joined(value).encode()).decode() if kind == SVG else "".join(joined(value).split())


def _each_step(trace: Mapping[str, Any], change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> dict[str, Any]:
    def steps(owner: Mapping[str, Any]) -> dict[str, Any]:
        return {**owner, "steps": [change(step) for step in owner.get("steps") or ()]}

    return {**steps(trace), "branches": [steps(branch) for branch in trace.get("branches") or ()]}


def repeats(outputs: Sequence[Data], seen: str) -> bool:
    """Whether ``outputs`` are nothing but the text of the observation ``seen``."""
    texts = (_text(output).strip() for output in outputs)
    return bool(seen) and "\n".join(filter(None, texts)) == seen


def _lean(step: Mapping[str, Any], places: Mapping[str, int]) -> list[dict[str, Any]]:
    outputs: Sequence[Data] = step["outputs"]
    seen = str(step["observation"]).strip()
    if repeats(outputs, seen):
        return []

    def lean(kind: str, value: Any) -> Any:
        if kind.startswith("image/") and (at := places.get(encoded(kind, value))) is not None:
            return f"{MARK}{at}"
        return _INDENT.sub("><", joined(value)) if kind == "text/html" else value

    return [_with_data(_without_words(output, seen), lean) for output in outputs]


def _text(output: Data) -> str:
    """An output that is nothing but text."""
    if output.get("output_type") == "stream" and output.get("name") == "stdout":
        return joined(output.get("text"))
    return joined(output["data"]["text/plain"]) if set(output.get("data") or ()) == {"text/plain"} else "\0"


def _without_words(output: Data, seen: str) -> Data:
    data = output.get("data") or {}
    if len(data) < 2 or joined(data.get("text/plain")).strip() not in seen:
        return output
    return {**output, "data": {kind: value for kind, value in data.items() if kind != "text/plain"}}


def _with_data(output: Data, change: Callable[[str, Any], Any]) -> dict[str, Any]:
    if "data" not in output:
        return dict(output)
    return {**output, "data": {kind: change(kind, value) for kind, value in output["data"].items()}}
