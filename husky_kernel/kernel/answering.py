"""The step of a run whose program answered it."""

from __future__ import annotations

from husky_kernel.agent.types import Step, Trace


def was_done(step: Step) -> bool:
    """Whether it is code that was done, by a model or a person."""
    return step.tool == "code" and bool(step.call) and step.status in ("done", "edited")


def answering(trace: Trace) -> Step | None:
    """The last such step that came to the answer, else the last of all; None where there is none."""
    done = [step for step in trace.steps if was_done(step)]
    found = (step for step in reversed(done) if step.result and step.result.value is trace.value)
    return next(found, done[-1] if done else None)
