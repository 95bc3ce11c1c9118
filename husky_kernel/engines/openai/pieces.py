"""What the pieces of a server's reply say, whatever a server may put in their place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Work
from husky_kernel.agent.types import Tokens

CUT = ("length", "max_tokens", "content_filter")
"""Reasons to end a reply that is not complete."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its text and the probabilities of its tokens, why the reply ended, and the server's own counts."""

    text: str = ""
    finish: str | None = None
    tokens: Tokens | None = None
    work: Work | None = None
    probabilities: Sequence[float] = ()


def read_piece(chunk: Any) -> Piece:
    """What one chunk of a stream says.

    Raises
    ------
    EngineError
        If it is none.
    """
    try:
        choice = next(iter(chunk.choices or ()), None)
        if choice is None:
            return Piece(tokens=usage(chunk), work=timings(chunk))
        text = (choice.delta and choice.delta.content) or ""
        if not isinstance(text, str):
            raise TypeError("its text is none")
        return Piece(text, choice.finish_reason, usage(chunk), timings(chunk), _probabilities(choice))
    except (AttributeError, TypeError, ValueError) as error:
        raise EngineError(f"the server's reply is not in the form of the OpenAI protocol: {error}") from error


def usage(reply: Any) -> Tokens | None:
    """The server's own count, or None where the reply has none."""
    told = getattr(reply, "usage", None)
    if told is None:
        return None
    cached = getattr(told.prompt_tokens_details, "cached_tokens", None) or 0
    return Tokens(int(told.prompt_tokens or 0), int(cached), int(told.completion_tokens or 0))


def timings(reply: Any) -> Work | None:
    """What llama-server says that it took, or None."""
    told = getattr(reply, "timings", None)
    if not isinstance(told, dict):
        return None
    return Work(float(told.get("prompt_ms", 0)) / 1e3, float(told.get("predicted_ms", 0)) / 1e3)


def _probabilities(choice: Any) -> list[float]:
    """Of the tokens of a piece, where the server lists them."""
    listed = getattr(choice, "logprobs", None)
    content = getattr(listed, "content", None) or ()
    return [math.exp(min(float(token.logprob), 0.0)) for token in content]
