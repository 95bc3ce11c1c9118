"""Where the wall time of a step or of a run went, in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

PARTS = ("queue", "prefill", "decode", "tool", "rewrite", "display", "idle")
"""What wall time can go into, in the order of a step."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Seconds by part. ``wall`` is measured on its own, so that what the parts leave of it is the loop's own time.

    ``queue`` is asks of a model without the model's work: a wait for its turn, thread hops, an engine's own overhead.
    ``prefill`` is the reading of prompts, ``decode`` the writing of replies, but ``rewrite`` all that sentences made
    from raw outputs took. ``tool`` acts, ``display`` is what listeners took, ``idle`` the wait for a person.
    """

    queue: float = 0.0
    prefill: float = 0.0
    decode: float = 0.0
    tool: float = 0.0
    rewrite: float = 0.0
    display: float = 0.0
    idle: float = 0.0
    wall: float = 0.0

    def __add__(self, other: Timeline) -> Timeline:
        return Timeline(*(a + b for a, b in zip(self.values(), other.values(), strict=True)))

    def __sub__(self, other: Timeline) -> Timeline:
        return Timeline(*(a - b for a, b in zip(self.values(), other.values(), strict=True)))

    def add(self, **seconds: float) -> Timeline:
        """Return a copy with seconds added to parts."""
        return replace(self, **{part: getattr(self, part) + more for part, more in seconds.items()})

    def values(self) -> tuple[float, ...]:
        """The parts in their order, and the wall time."""
        return tuple(getattr(self, part.name) for part in fields(self))

    @property
    def total(self) -> float:
        """Sum of the parts, without the wall time."""
        return sum(self.values()[:-1])

    @property
    def off(self) -> float:
        """How far the parts are from the wall time, as a share of it: negative where they do not fill it."""
        return self.total / self.wall - 1 if self.wall else 0.0

    def to_json(self) -> dict[str, float]:
        """Plain JSON values, to the microsecond."""
        return {part.name: round(getattr(self, part.name), 6) for part in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Timeline:
        """Inverse of :meth:`to_json`; keys this version does not know are ignored, missing ones are zero."""
        known = {part.name for part in fields(cls)}
        return cls(**{key: float(value) for key, value in data.items() if key in known})


def total(timelines: Iterable[Timeline]) -> Timeline:
    """All of them added up."""
    return sum(timelines, Timeline())
