"""Options of a request that not every server knows: each is left out once a server has refused it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

LIMITS = ("max_tokens", "max_completion_tokens")
"""The names of the limit of a reply's tokens: servers know one of them, or both."""

SPARABLE = (*LIMITS, "temperature", "seed", "stream_options", "stop", "logprobs")
"""Options that a server need not know: a reply without them is as good, or is seen to here."""


def without(body: Mapping[str, Any], refused: Collection[str]) -> dict[str, Any]:
    """``body`` without options that are refused; the limit goes by its other name then."""
    asked = {name: value for name, value in body.items() if name not in refused}
    if LIMITS[0] in refused and LIMITS[1] not in refused:
        asked[LIMITS[1]] = body[LIMITS[0]]
    return asked


def option_in(error: Any, asked: Mapping[str, Any]) -> str | None:
    """The option of the request that the server complains of, if it can be left out."""
    message = str(error.message)
    if overflows(error.status_code, message):
        return None
    named = [name for name in SPARABLE if name in asked and re.search(rf"\b{name}\b", message)]
    told = getattr(error, "param", None)
    return told if told in SPARABLE and told in asked else next(iter(named), None)


def overflows(status: int, message: str) -> bool:
    """Whether a refusal is about the length of the prompt."""
    return status in (400, 413, 422) and "context" in message.lower()
