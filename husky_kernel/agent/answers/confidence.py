"""How far an answer can be relied on: computed from what happened in the run, never asked of a model."""

from __future__ import annotations

from collections.abc import Sequence

from husky_kernel.agent.answers.answer import Confidence
from husky_kernel.agent.types import Step

DONE = ("done", "edited")

COMPUTES = ("code", "search", "sql")
"""Tools whose results come from data or sources; the others are a model's own words."""


def confidence_of(steps: Sequence[Step], *, agreed: bool, forced: bool) -> Confidence:
    """The confidence in an answer that ``steps`` led to.

    ``agreed``: two independent solutions came to it. ``forced``: the run had to stop before it wanted to.
    """
    done = [step for step in steps if step.status in DONE]
    if not done or forced:
        return "unsure"
    last = done[-1]
    failed = any(step.status == "failed" for step in steps)
    if last.against or (failed and not agreed):
        return "unsure"
    if agreed:
        return "checked"
    if any(step.tool in COMPUTES for step in done):
        return "computed"
    return "recalled" if last.tool == "commonsense" else "unsure"
