"""Prompt lookup: code repeats names and lines, so what followed the last few tokens before may follow them again.

The draft is found in the text so far, without a second model. One forward reads the draft, and as much of it is kept
as the model would have written itself: the reply is the same, token for token, up to near ties that numbers of another
order of computation may flip. Whether it pays has not been measured: it is off unless a setting says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from husky_kernel.engines.torch.decoder import Reader
from husky_kernel.engines.torch.decoding import Sampler, greedy
from husky_kernel.engines.torch.reply import Reply

LENGTH = 10
"""Tokens of a draft at most."""

LONGEST, SHORTEST = 4, 2
"""Tokens that must repeat for a draft: the longest repetition is asked for first."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Tokens that were drafted, and those of them that the model accepted."""

    drafted: int = 0
    accepted: int = 0

    def __add__(self, other: Drafts) -> Drafts:
        return Drafts(self.drafted + other.drafted, self.accepted + other.accepted)


def draft(ids: Sequence[int], length: int = LENGTH) -> list[int]:
    """What followed the last tokens of ``ids`` where they stood last before; empty where they never did."""
    for size in range(LONGEST, SHORTEST - 1, -1):
        end = list(ids[-size:])
        for at in range(len(ids) - size - 1, -1, -1):
            if ids[at] == end[0] and list(ids[at : at + size]) == end:
                return list(ids[at + size : at + size + length])
    return []


def write(reader: Reader, logits: Any, reply: Reply, draw: Sampler, looking: bool = False) -> Drafts:
    """Write ``reply`` to its end, the first token from ``logits``; with drafts if ``looking``.

    The last token is not read: nothing follows it.
    """
    drafts = Drafts()
    _take(logits[None], [], reply, draw)
    if draw is greedy and not looking and not reply.done:
        _follow(reader, reply)
    while not reply.done:
        before, token = len(reader.ids), reply.last
        guess = draft([*reader.ids, token], min(LENGTH, reply.left - 1)) if looking else []
        accepted = _take(reader.rows([token, *guess], 1 + len(guess)), guess, reply, draw)
        if accepted < len(guess):
            reader.crop(before + 1 + accepted)
        drafts += Drafts(len(guess), accepted)
    return drafts


def _follow(reader: Reader, reply: Reply) -> None:
    """Add one likeliest token after the other to the end."""
    with closing(reader.follow(reply.last, reply.left)) as found:
        for token, probability in found:
            reply.add(token, probability)
            if reply.done:
                return


def _take(rows: Any, guess: Sequence[int], reply: Reply, draw: Sampler) -> int:
    """Add a token for each row as long as it is the one that was guessed; how many were."""
    for at, row in enumerate(rows):
        token, probability = draw(row)
        reply.add(token, probability)
        if reply.done or at == len(guess) or token != guess[at]:
            return at
    return len(guess)
