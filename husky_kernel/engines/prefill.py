"""Taking a prefill off a reply, for engines that cannot force how a reply begins."""

from __future__ import annotations

import re

_TAG = re.compile(r"\s*\[\s*[A-Za-z_][\w-]*\s*\][ \t]?")
_TAG_BEGUN = re.compile(r"\s*(?:\[\s*(?:[A-Za-z_][\w-]*\s*\]?)?)?")


def strip_prefill(text: str, prefill: str, any_tag: bool = True) -> str:
    """What follows ``prefill`` in a reply that was written whole.

    Where the reply does not begin with it but the prefill is an action tag (``[code] ``), ``any_tag`` takes another
    tag off as well; leave that out where the engine did force the prefill, or an answer in brackets would be lost.
    """
    start = prefill.strip()
    bare = text.lstrip()
    if not start:
        return text
    if bare.startswith(start):
        return bare[len(start) :].removeprefix(prefill[len(prefill.rstrip()) :])
    match = _TAG.match(text) if any_tag and _TAG.fullmatch(prefill) else None
    return text[match.end() :] if match else text


class PrefillStripper:
    """The same for a reply that comes in pieces: holds the beginning back until it is clear what it is."""

    def __init__(self, prefill: str, any_tag: bool = True) -> None:
        self._prefill = prefill
        self._any_tag = any_tag
        self._held: str | None = "" if prefill.strip() else None

    def add(self, piece: str) -> str:
        """What of ``piece``, and of what was held back, follows the prefill."""
        if self._held is None:
            return piece
        self._held += piece
        return "" if self._undecided(self._held) else self.close()

    def close(self) -> str:
        """What is still held back, at the end of the reply."""
        held, self._held = self._held, None
        return strip_prefill(held, self._prefill, self._any_tag) if held else ""

    def _undecided(self, held: str) -> bool:
        if self._prefill.lstrip().startswith(held.lstrip()):
            return True
        return bool(self._any_tag and _TAG.fullmatch(self._prefill) and _TAG_BEGUN.fullmatch(held))
