"""Two lines of a run side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from husky_kernel.agent.branches import Branch, line
from husky_kernel.agent.types import Step, Tokens, Trace

Part = Literal["tool", "step", "call", "observation", "output", "status"]
PARTS: tuple[Part, ...] = ("tool", "step", "call", "observation", "output", "status")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two steps that stand for each other; None where a line has none. ``differs`` names what is not the same."""

    left: Step | None
    right: Step | None
    differs: tuple[Part, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both are there and nothing a reader sees differs."""
        return self.left is not None and self.right is not None and not self.differs


@dataclass(frozen=True, slots=True)
class Side:
    """What one line came to: its answer, and what all of its steps took in seconds and tokens."""

    line: Branch
    seconds: float
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two lines, step by step. ``agree`` says whether both gave the same answer."""

    left: Side
    right: Side
    pairs: tuple[Pair, ...]

    @property
    def agree(self) -> bool:
        """Whether both lines have an answer, and the same one."""
        return self.left.line.answer is not None and self.left.line.answer == self.right.line.answer


def compare(trace: Trace, left: str, right: str) -> Comparison:
    """Lay the lines called ``left`` and ``right`` side by side.

    Steps of the same tool and text stand for each other, also where one line has a step more before them.

    Raises
    ------
    UseError
        If there is no such line.
    """
    a, b = line(trace, left), line(trace, right)
    return Comparison(_side(a), _side(b), tuple(_pairs(a.steps, b.steps)))


def _side(one: Branch) -> Side:
    seconds = sum(step.seconds.total for step in one.steps)
    return Side(one, round(seconds, 4), sum((step.tokens for step in one.steps), Tokens()))


def _pairs(a: Sequence[Step], b: Sequence[Step]) -> Iterator[Pair]:
    keys, others = ([(step.tool, step.step) for step in steps] for steps in (a, b))
    for _, start, end, other, others_end in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        for left, right in zip_longest(a[start:end], b[other:others_end]):
            yield Pair(left, right, _differing(left, right))


def _differing(left: Step | None, right: Step | None) -> tuple[Part, ...]:
    if left is None or right is None or left is right:
        return ()
    return tuple(part for part in PARTS if getattr(left, part) != getattr(right, part))
