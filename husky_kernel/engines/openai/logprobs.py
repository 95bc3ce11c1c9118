"""Reading the distribution of the next token off an OpenAI reply that lists its likeliest tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from husky_kernel.engines.scoring import Tops


class Alternative(Protocol):
    """A token that could have been taken."""

    @property
    def token(self) -> str:
        """Its text."""

    @property
    def logprob(self) -> float:
        """Natural logarithm of its probability."""


class Position(Alternative, Protocol):
    """The token that was taken at one place of the reply, and what else was likely there."""

    @property
    def top_logprobs(self) -> Sequence[Alternative]:
        """The likeliest tokens there, the one taken among them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A token of the reply with its alternatives, less what the lead takes of it."""

    token: str
    tops: Tops


def after_lead(reply: Sequence[Position], lead: str) -> list[Place]:
    """The part of the reply that follows the text ``lead``; all of it if the reply does not begin so.

    Part of ``lead`` may be in the same token as what follows (``[code`` for ``[``); it is taken off.
    """
    rest = lead.strip()
    for index, position in enumerate(reply):
        token = position.token if index else position.token.lstrip()
        if token.startswith(rest) and token != rest:
            return [_place(position, token.removeprefix(rest), rest), *map(_place, reply[index + 1 :])]
        if not rest.startswith(token):
            break
        rest = rest.removeprefix(token)
    return [_place(position) for position in reply]


def tops_after(path: Sequence[Place], text: str) -> Tops:
    """The likeliest tokens after ``text``; nothing if the reply did not go that way."""
    read = ""
    for place in path:
        if read == text:
            return place.tops
        read += place.token
    return ()


def _place(position: Position, token: str | None = None, lead: str = "") -> Place:
    tops = [(top.token.removeprefix(lead), top.logprob) for top in position.top_logprobs if top.token.startswith(lead)]
    return Place(position.token if token is None else token, tops)
