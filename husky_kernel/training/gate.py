"""The gate before an adapter is switched on: nothing may have got worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from husky_kernel.assembly import Agent
from husky_kernel.corrections import Correction
from husky_kernel.models import Figure
from husky_kernel.training.pairs.held_out import score
from husky_kernel.training.regression import ShortTask

Solve = Callable[[Agent, ShortTask], bool]
"""Whether an agent solves a task."""

HELD_OUT, TASKS = "held-out corrections", "short tasks"


@dataclass(frozen=True, slots=True)
class Marks:
    """What one agent gets: on average on the held-out corrections, and the share of tasks that it solves."""

    held_out: float
    solved: float


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What a gate came to: an adapter passes if no figure got worse."""

    figures: tuple[Figure, ...]

    @property
    def passed(self) -> bool:
        """Whether the adapter may be switched on."""
        return bool(self.figures) and not any(figure.worse for figure in self.figures)

    def line(self) -> str:
        """In words."""
        figures = "; ".join(figure.line() for figure in self.figures) or "nothing was checked"
        return f"{'passed' if self.passed else 'kept out'}: {figures}"


def mark(
    agent: Agent,
    held_out: Sequence[Correction],
    tasks: Sequence[ShortTask],
    solve: Solve,
    tell: Callable[[str], None],
) -> Marks:
    """Mark an agent, telling how far it is."""
    near = score(agent, held_out)
    solved = 0
    for number, task in enumerate(tasks, 1):
        solved += solve(agent, task)
        tell(f"{agent.name}: {solved} of {number} short tasks solved, {len(tasks) - number} to go")
    return Marks(near, solved / len(tasks) if tasks else 0.0)


def compare(before: Marks, after: Marks, held_out: int, tasks: int) -> GateVerdict:
    """Set the marks without an adapter against those with it."""
    figures = (
        Figure(HELD_OUT, held_out, round(before.held_out, 4), round(after.held_out, 4)),
        Figure(TASKS, tasks, round(before.solved, 4), round(after.solved, 4)),
    )
    return GateVerdict(tuple(figure for figure in figures if figure.n))
