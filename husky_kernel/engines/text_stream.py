"""A reply that grows piece by piece, cut at the first stop string, told to a listener as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from husky_kernel.agent.protocols import OnText
from husky_kernel.engines.half_characters import whole


class TextStream:
    """Passes pieces on, holding back what may be the beginning of a stop string.

    Neither a stop string nor anything after it is ever passed on. ``ended`` says why no more is wanted: ``stop`` for
    a stop string, ``cancelled`` when the listener returned True.
    """

    def __init__(self, stop: Sequence[str] = (), on_text: OnText | None = None) -> None:
        self._stop = [text for text in stop if text]
        self._on_text = on_text
        self._held = ""
        self._pieces: list[str] = []
        self.ended: Literal["stop", "cancelled"] | None = None

    @property
    def text(self) -> str:
        """All that was passed on."""
        return "".join(self._pieces)

    def add(self, piece: str) -> bool:
        """Take a piece; True when no more is wanted."""
        if self.ended or not piece:
            return self.ended is not None
        text = self._held + whole(piece)
        cuts = [cut for cut in (text.find(stop) for stop in self._stop) if cut >= 0]
        if cuts:
            self._held = ""
            self._emit(text[: min(cuts)])
            self.ended = self.ended or "stop"
            return True
        keep = max((_overlap(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - keep :]
        self._emit(text[: len(text) - keep])
        return self.ended is not None

    def close(self) -> None:
        """The reply has ended: what was held back was no stop string after all."""
        held, self._held = self._held, ""
        if not self.ended:
            self._emit(held)

    def _emit(self, text: str) -> None:
        if not text:
            return
        self._pieces.append(text)
        if self._on_text is not None and self._on_text(text):
            self.ended = "cancelled"


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of ``text`` that is a beginning of ``stop``."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
