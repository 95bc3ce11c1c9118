"""Which output of a run is its answer: a table or a figure is shown, and not only told in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.answers.answering import answering
from husky_kernel.agent.types import Step, Trace


def answer_output(trace: Trace) -> Mapping[str, Any] | None:
    """The table or figure that answers, out of the outputs of the step that it is of, else of the last that was done;
    None for other answers.
    """
    step = answering(trace)
    if step is None or not trace.answer or trace.answer_kind not in ("table", "figure"):
        return None
    fitting = (output for output in reversed(step.outputs) if _shows(output, trace.answer_kind))
    return next(fitting, None)


def _shows(output: Mapping[str, Any], kind: str) -> bool:
    kinds = output.get("data") or {}
    if kind == "table":
        return "text/html" in kinds
    return any(name.startswith(("image/", "application/vnd.")) for name in kinds)


def remarks(step: Step) -> tuple[str, ...]:
    """What was seen while a step ran; what speaks against its result comes first."""
    return tuple(dict.fromkeys((*step.against, *step.notes)))
