"""Gathers the pieces of a stream, so that the front end is told about 20 times a second however fast tokens come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

INTERVAL = 0.05
"""Seconds between two sendings."""


Added = tuple[int, str, str]
"""A card's index, the field, and new text at its end."""


class Coalescer:
    """Hands what was added to ``send`` as one list; neighbours of one field are joined."""

    def __init__(self, send: Callable[[list[Added]], None], clock: Callable[[], float] = monotonic) -> None:
        self._send = send
        self._clock = clock
        self._pieces: list[Added] = []
        self._sent = -INTERVAL
        self._timer: asyncio.TimerHandle | None = None

    def add(self, index: int, field: str, text: str) -> None:
        """Take a piece; it is sent now, or within ``INTERVAL``."""
        if self._pieces and self._pieces[-1][:2] == (index, field):
            text = self._pieces.pop()[2] + text
        self._pieces.append((index, field, text))
        wait = self._sent + INTERVAL - self._clock()
        if wait <= 0:
            self.flush()
        elif self._timer is None:
            self._timer = _later(wait, self.flush)

    def flush(self) -> None:
        """Send what is left. To be called before any other message, so that the order stays."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self._sent = self._clock()
            self._send(pieces)


def _later(seconds: float, call: Callable[[], None]) -> asyncio.TimerHandle | None:
    """A timer on the running event loop; without one, the next piece or event brings what is left."""
    try:
        return asyncio.get_running_loop().call_later(seconds, call)
    except RuntimeError:
        return None
