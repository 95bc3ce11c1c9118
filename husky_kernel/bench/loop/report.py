"""What the rows of ``husky bench loop`` come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from husky_kernel.bench.loop.questions import OURS, UNCHECKED, Row
from husky_kernel.bench.outcome import Outcome
from husky_kernel.bench.table import aligned

COSTS: Mapping[str, Callable[[Row], float]] = {
    "seconds": lambda row: row.seconds,
    "step_seconds": lambda row: row.seconds / max(row.steps, 1),
    "first_token": lambda row: row.seconds if row.first_token is None else row.first_token,
    "prefilled": lambda row: row.prefilled,
    "generated": lambda row: row.generated,
}
"""What a question costs; a question without a token waited for one all the time."""

LEGEND = """Medians, in brackets the lowest and the highest. s: seconds a question; s a step: by the side's own steps,
for smolagents calls of the model; first: seconds to the first token; prefilled, generated: tokens a question;
over: questions that came to the time limit, which count as unsolved."""

HEAD = ("side", "s", "s a step", "first", "prefilled", "generated", "steps", "solved", "over")


def outcome(rows: Sequence[Row], model: str, notes: Sequence[str]) -> Outcome:
    """Ratios and table of the questions that every side was asked."""
    sides = by_side(rows)
    table = aligned([HEAD, *(_cells(side, each) for side, each in sides.items())])
    return Outcome("loop", ratios(sides), rows, f"{table}\n\n{LEGEND}", model, tuple(notes))


def by_side(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by side; only of questions that no side lacks, so that all are measured on the same ones."""
    names = dict.fromkeys(row.side for row in rows)
    asked = [{row.question for row in rows if row.side == name} for name in names]
    common = set.intersection(*asked) if asked else set()
    return {name: [row for row in rows if row.side == name and row.question in common] for name in names}


def ratios(sides: Mapping[str, Sequence[Row]]) -> dict[str, float]:
    """How many times more the others cost, and we solve; a side that solves none counts as one that solves 1."""
    found: dict[str, float] = {}
    for side, known_as in ((OURS, "ours"), (UNCHECKED, "unchecked")):
        for name, rows in sides.items():
            if rows and sides.get(side) and name not in (side, OURS):
                found |= _compared(name, rows, known_as, sides[side])
    return found


def _compared(name: str, theirs: Sequence[Row], known_as: str, ours: Sequence[Row]) -> dict[str, float]:
    found = {
        f"{name}_{cost}_per_{known_as}": median(map(of, theirs)) / max(median(map(of, ours)), 1e-9)
        for cost, of in COSTS.items()
    }
    return found | {f"solved_{known_as}_per_{name}": _solved(ours, theirs)}


def _solved(ours: Sequence[Row], theirs: Sequence[Row]) -> float:
    mine, other = sum(row.solved for row in ours), sum(row.solved for row in theirs)
    return mine / max(other, 1) if mine or other else 1.0


def _cells(side: str, rows: Sequence[Row]) -> tuple[str, ...]:
    costs = [_spread([of(row) for row in rows]) for of in COSTS.values()]
    steps = f"{median(row.steps for row in rows):g}" if rows else "-"
    solved, over = sum(row.solved for row in rows), sum(row.over for row in rows)
    return side, *costs, steps, f"{solved}/{len(rows)}", str(over)


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):,.1f} ({min(values):,.1f}-{max(values):,.1f})" if values else "-"
