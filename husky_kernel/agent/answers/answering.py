"""The step of a run whose result is its answer."""

from __future__ import annotations

from collections.abc import Callable

from husky_kernel.agent.types import Step, Trace


def was_done(step: Step) -> bool:
    """Whether it came to its end, by a model or a person."""
    return step.status in ("done", "edited")


def is_code(step: Step) -> bool:
    """Whether it is code that was done."""
    return step.tool == "code" and bool(step.call) and was_done(step)


def answering(trace: Trace, counts: Callable[[Step], bool] = was_done) -> Step | None:
    """Of the steps that count the one that the trace names, else the last; None where there is none.

    Of several programs for one question the last need not be the one whose value is the answer.
    """
    done = [step for step in trace.steps if counts(step)]
    return next((step for step in done if step.index == trace.finish.get("by")), done[-1] if done else None)
