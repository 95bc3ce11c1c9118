"""Who holds how much of a cache that all slots share."""

from __future__ import annotations


class Cells:
    """Room for the next ask is made knowingly, the slot used longest ago first.

    Left alone, llama.cpp clears slots from the first one on when its cache is full, the action generator's before all
    others, and does not say so: whoever lost what it had read would read it again, with a file of it at hand.

    Parameters
    ----------
    size
        Tokens that the cache has room for.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: dict[int, int] = {}  # the slot used last stands last

    def fits(self, slot: int, tokens: int) -> bool:
        """Whether ``slot`` may hold so many tokens in all beside what the others hold."""
        return tokens <= self._size - sum(self._held.values()) + self._held.get(slot, 0)

    def make_room(self, slot: int, tokens: int) -> list[int]:
        """The other slots that have to be cleared so that ``slot`` may hold so many tokens; they count as cleared."""
        cleared = []
        for other in [number for number in self._held if number != slot]:
            if self.fits(slot, tokens):
                break
            del self._held[other]
            cleared.append(other)
        return cleared

    def hold(self, slot: int, tokens: int) -> None:
        """``slot`` was used just now and holds so many tokens."""
        self._held.pop(slot, None)
        self._held[slot] = tokens

    def clear(self) -> None:
        """No slot holds anything."""
        self._held.clear()
