"""A run as one piece of HTML that needs nothing: no script, no style sheet, no network.

It is what a saved notebook shows where no kernel runs: in JupyterLab, in nbconvert, on a code host. Colours are those
of the page, so that it reads in light and in dark. Whatever comes from a model or a tool is escaped.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from husky_kernel.agent.grammar import encodable
from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.lines import ENDS, clean, effects_line
from husky_kernel.display.table import safe_table
from husky_kernel.display.timebar import bar_html

NO_MATH = "tex2jax_ignore mathjax_ignore"
"""Keeps MathJax from reading formulas, and with them links, into a model's or a cell's text: ``$5 and $6``."""

LINE = "1px solid rgba(128,128,128,.35)"
BOX = f"border:{LINE};border-radius:6px;padding:8px 12px;margin:4px 0"
PRE = "margin:4px 0;padding:0;white-space:pre-wrap;background:none;color:inherit"
CODE = f"margin:4px 0;padding:5px 8px;border:{LINE};white-space:pre-wrap;background:none;color:inherit"
DIM = "opacity:.7"
TINTS = {"code": "66,133,244", "math": "150,90,220", "search": "20,160,120", "commonsense": "220,150,20"}
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")

# A reopened notebook has no widget for the cards: hides JupyterLab's complaint about it above this copy.
_HIDE_LOST = (
    "<style>.jp-OutputArea-child:has(> .jupyter-widgets):not(:has(> .jupyter-widgets > *))"
    ":has(+ .jp-OutputArea-child [data-husky-saved]){display:none}</style>"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def run_html(trace: Trace) -> str:
    """The whole run, a folded part for each step."""
    total = sum(step.seconds.total for step in trace.steps)
    count = len(trace.steps)
    facts = f"{trace.model} · {count} step{'' if count == 1 else 's'} · {total:.1f} s · {trace.status}"
    steps = "".join(_step(step) for step in trace.steps)
    return (
        f'<div data-husky-saved="{escape(trace.id)}" class="{NO_MATH}" style="{BOX}">{_HIDE_LOST}'
        f'<div style="font-weight:600;white-space:pre-wrap">{_text(trace.question)}</div>'
        f'<div style="{DIM}">{_text(facts)}</div>{steps}{_end(trace)}</div>'
    )


def _end(trace: Trace) -> str:
    answer, error = trace.answer or "", trace.error or ("" if trace.answer else ENDS[trace.status])
    said = f'<div style="{DIM}">Answer</div><div style="font-weight:600;white-space:pre-wrap">{_text(answer)}</div>'
    return f'<div style="margin-top:6px">{said if answer else ""}{_line(error)}{bar_html(trace.timeline)}</div>'


def _step(step: Step) -> str:
    tint = TINTS.get(step.tool, "128,128,128")
    badge = f'<b style="padding:0 6px;border-radius:8px;background:rgba({tint},.2)">{_text(step.tool)}</b>'
    marks: list[str] = [step.status] if step.status in ("failed", "stopped") else []
    marks += ["edited"] if step.author == "human" else []
    facts = " · ".join([*marks, f"{step.seconds.total:.1f} s"])
    head = f'{step.index + 1} {badge} {_text(step.step)} <span style="{DIM}">{facts}</span>'
    return (
        f'<details{_unfolded(step)} style="border-top:{LINE};margin-top:6px;padding-top:6px"><summary>{head}</summary>'
        f"{_block(step.call or '', CODE)}{_outputs(step)}{_sources(step.sources)}"
        f'<div style="{DIM}">{_line(effects_line(step.effects))}</div></details>'
        f"{_line(step.output, '→ ')}{_line(_error(step), '' if step.status == 'failed' else 'Note: ')}"
    )


def _unfolded(step: Step) -> str:
    """A figure or a table is what the step was for."""
    kinds = {kind for output in step.outputs for kind in output.get("data") or {}}
    return " open" if "text/html" in kinds or any(kind.startswith("image/") for kind in kinds) else ""


def _error(step: Step) -> str:
    return "" if step.error is None or step.error.strip() == step.output.strip() else step.error


def _outputs(step: Step) -> str:
    rich = "".join(_output(output) for output in step.outputs)
    told = step.observation.strip() not in ("", step.output.strip())
    return rich or (_block(step.observation, PRE) if told else "")


def _output(output: Mapping[str, Any]) -> str:
    """One notebook output in its richest form that is safe."""
    kind = output.get("output_type")
    if kind == "stream":
        return _block(_joined(output.get("text")), PRE)
    if kind == "error":
        return _block(f"{output.get('ename')}: {output.get('evalue')}", PRE)
    data: Mapping[str, Any] = output.get("data") or {}
    if table := safe_table(_joined(data.get("text/html"))):
        return f'<div style="overflow-x:auto;margin:4px 0">{table}</div>'
    if "image/svg+xml" in data:
        svg = b64encode(_joined(data["image/svg+xml"]).encode()).decode()
        return _image("image/svg+xml", svg)
    for name in IMAGES:
        if name in data and _BASE64.fullmatch(_joined(data[name])):
            return _image(name, "".join(_joined(data[name]).split()))
    return next((_block(_joined(data[name]), PRE) for name in ("text/markdown", "text/plain") if name in data), "")


def _sources(sources: Iterable[Mapping[str, Any]]) -> str:
    names = [str(source.get("title") or source.get("url") or source.get("source") or "") for source in sources]
    return _line(f"Sources: {', '.join(filter(None, names))}" if any(names) else "")


def _image(kind: str, encoded: str) -> str:
    return f'<img alt="Figure" style="max-width:100%" src="data:{kind};base64,{encoded}">'


def _block(text: str, style: str) -> str:
    return f'<pre style="{style}">{_text(text)}</pre>' if text.strip() else ""


def _line(text: str, sign: str = "") -> str:
    return f'<div style="white-space:pre-wrap">{sign}{_text(text)}</div>' if text else ""


def _joined(value: object) -> str:
    """Notebook files may hold a text as its lines."""
    return encodable("".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value))


def _text(text: str) -> str:
    return escape(clean(text))
