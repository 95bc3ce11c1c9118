"""What a cell asks for."""

from __future__ import annotations

from dataclasses import dataclass

from husky_kernel.config import Approve


@dataclass(frozen=True, slots=True)
class Wish:
    """What a cell asks for. ``context_tokens`` is the budget for describing variables; ``replay``: without a model;
    ``check``: answers are checked by a second solution, where the settings say so; ``fresh``: what was asked
    before does not count; ``soft``: a run without an answer is no error of the cell.
    """

    question: str
    model: str | None
    max_steps: int
    into: str | None = None
    plain: bool = False
    context_tokens: int = 700
    replay: bool = False
    approve: Approve = "none"
    check: bool = True
    fresh: bool = False
    soft: bool = False
