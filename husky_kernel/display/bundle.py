"""The copy of a run that stays in the notebook file, readable without a kernel and without widgets."""

from __future__ import annotations

from typing import Any

from husky_kernel.agent.types import MEDIA_TYPE, Trace
from husky_kernel.display.html import run_html
from husky_kernel.display.lines import INTERRUPT, clean, end_lines, step_line
from husky_kernel.display.saved import shared

WITHOUT_CARDS = f"Its cards need a front end with Jupyter widgets; %%husky --plain prints each step. {INTERRUPT}"


def bundle(trace: Trace) -> dict[str, Any]:
    """Display data of ``trace`` as text, as HTML and as its own JSON, which leaves its figures to the HTML.

    To be displayed raw, once, after the cards: ``display(bundle(trace), raw=True)``. While the cards are alive they
    hide the HTML that carries their trace's id.
    """
    html = run_html(trace)
    return {"text/plain": run_text(trace), "text/html": html, MEDIA_TYPE: shared(trace.to_json(), html)}


def placeholder() -> dict[str, Any]:
    """What stands in the place of the bundle while the run goes on: words for front ends without widgets."""
    return {"text/plain": f"Husky run\n{WITHOUT_CARDS}", "text/html": '<div data-husky-saved=""></div>'}


def run_text(trace: Trace) -> str:
    """Question, a line for each step, and the answer."""
    steps = [step_line(step, len(trace.steps)) for step in trace.steps]
    return "\n".join([clean(trace.question), *steps, *end_lines(trace)])
