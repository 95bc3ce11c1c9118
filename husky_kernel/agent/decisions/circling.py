"""A reply that goes round in a circle, as small models' replies do: it is broken off, since it would never end."""

from __future__ import annotations

from husky_kernel.agent.protocols import OnText

TAIL, TIMES = 48, 4
"""A reply goes round when its last so many characters stand so many times in it."""


def unless_circling(on_text: OnText | None = None) -> OnText:
    """Hands pieces of a reply on to ``on_text``, and ends the reply once it goes round in a circle."""
    said = ""

    def hear(piece: str) -> bool:
        nonlocal said
        said += piece
        ended = bool(on_text and on_text(piece))
        return ended or circles(said)

    return hear


def circles(text: str) -> bool:
    """Whether the end of ``text`` has been said several times."""
    tail = text[-TAIL:]
    return len(text) >= TAIL * TIMES and len(set(tail)) > 3 and text.count(tail) >= TIMES
