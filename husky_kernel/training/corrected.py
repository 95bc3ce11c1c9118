"""A person's corrections as trajectories. They win over every other trajectory of the same question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from husky_kernel.agent.types import Step, Trace
from husky_kernel.corrections import Correction
from husky_kernel.training.trajectories import Trajectory

WEIGHT = 4.0
"""How much more a person's word counts than a single annotation."""

SOURCE, LICENCE = "corrections", "the user's own"


def corrected(items: Iterable[Correction]) -> list[Trajectory]:
    """One trajectory for each corrected run: the steps up to the last change, and the changed step.

    What followed is not in the log, so the trace is ``stopped`` without an answer: it teaches its steps, not when to
    finish. Hints, undone and skipped steps say what not to do, and make none.
    """
    last: dict[str, Correction] = {}
    for item in items:
        if item.kind in ("text", "code", "tool") and item.after.strip():
            known = last.get(item.run)
            last[item.run] = item if known is None or item.index >= known.index else known
    return [_trajectory(item) for item in last.values()]


def _trajectory(item: Correction) -> Trajectory:
    changed = Step(item.index, item.tool, item.step, status="edited", author="human")
    changed = replace(changed, call=item.after) if item.kind == "code" else replace(changed, step=item.after)
    trace = Trace(
        question=item.question,
        model=item.model or "person",
        status="stopped",
        steps=(*item.history, changed),
        id=item.run[:12],
        created=item.time,
    )
    return Trajectory(trace, SOURCE, LICENCE, "correction", item.context, ("person",), WEIGHT, f"correction/{item.id}")
