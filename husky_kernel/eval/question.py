"""What a question of a benchmark is, to those who solve it and to those who check the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from husky_kernel.agent.types import Tokens, Trace


class Question(Protocol):
    """One question, with everything needed to ask it and to check an answer."""

    @property
    def index(self) -> int:
        """Its place in the set."""

    @property
    def question(self) -> str:
        """What is asked; tables and passages of the reference's sets stand inside."""

    @property
    def answer(self) -> str:
        """The reference answer as text."""

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """The variables it is about, ``({},)`` for none; several fills where one could be right by accident."""

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether an answer is right on a fill, by the repaired metric.

        ``cells``: the values of a program's result, flattened, where a program gave the answer; None otherwise.
        """

    def solved_as_reference(self, text: str | None) -> bool:
        """Whether the reference's own scoring would call the answer right, its faults included."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to a question, and how it came about. ``cause``: why it is most likely wrong, None if it is right."""

    answer: str | None
    solved: bool
    solved_as_reference: bool
    cause: str | None
    tokens: Tokens
    trace: Trace
