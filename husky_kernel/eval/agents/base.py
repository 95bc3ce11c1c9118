"""What an agent is to the runner."""

from __future__ import annotations

from typing import Protocol

from husky_kernel.eval.question import Attempt, Question


class Solver(Protocol):
    """Answers one question after the other, in one thread."""

    name: str

    def solve(self, question: Question) -> Attempt:
        """Answer it and check the answer. Raises Stopped if the run is to end; any other error is this question's."""
