"""The copy of a run that stays in the notebook file, readable without a kernel and without widgets."""

from __future__ import annotations

from typing import Any

from husky_kernel.agent.types import MEDIA_TYPE, Trace
from husky_kernel.display.html import run_html
from husky_kernel.display.lines import clean, end_lines, step_line


def bundle(trace: Trace) -> dict[str, Any]:
    """Display data of ``trace`` as text, as HTML and as its own JSON.

    To be displayed raw, once, after the cards: ``display(bundle(trace), raw=True)``. While the cards are alive they
    hide the HTML that carries their trace's id.
    """
    return {"text/plain": run_text(trace), "text/html": run_html(trace), MEDIA_TYPE: trace.to_json()}


def run_text(trace: Trace) -> str:
    """Question, a line for each step, and the answer."""
    steps = [step_line(step, len(trace.steps)) for step in trace.steps]
    return "\n".join([clean(trace.question), *steps, *end_lines(trace)])
