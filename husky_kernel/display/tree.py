"""The lines of a run: what was done first, and every branch that a person's change began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from husky_kernel.agent.reruns.branches import Why
from husky_kernel.agent.types import Step


@dataclass(frozen=True, slots=True)
class Branch:
    """One line as its node in the tree tells it.

    ``at`` is the index of the first step that differs from the line ``parent``; ``steps`` counts all of its steps;
    ``live`` is the one line whose variables the namespace holds.
    """

    id: str
    parent: str | None = None
    at: int = 0
    status: str = "running"
    answer: str | None = None
    steps: int = 0
    live: bool = False
    why: Why = "first"

    def to_json(self) -> dict[str, Any]:
        """As the cards take it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Side:
    """A line to be compared, with its steps."""

    branch: Branch
    steps: Sequence[Step]
