"""A run as one piece of HTML that needs nothing: no script, no style sheet, no network.

It is what a saved notebook shows where no kernel runs: in JupyterLab, in nbconvert, on a code host. Colours are those
of the page, so that it reads in light and in dark. Whatever comes from a model or a tool is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.confidence import BADGES
from husky_kernel.display.kinds import cannot_show, name_of, says_nothing
from husky_kernel.display.lines import ENDS, clean, effects_line, repairs_line
from husky_kernel.display.saved import encoded, joined, repeats
from husky_kernel.display.showing import answer_output, remarks
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
BAD = "border-left:3px solid rgb(200,40,40);padding-left:8px"
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
LONGEST = 4000
"""Characters of one text that are shown: its beginning and its end."""

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
    answer = answer_output(trace)
    steps = "".join(_step(step, answer) for step in trace.steps)
    return (
        f'<div data-husky-saved="{escape(trace.id)}" class="{NO_MATH}" style="{BOX}">{_HIDE_LOST}'
        f'<div style="font-weight:600;white-space:pre-wrap">{_text(trace.question)}</div>'
        f'<div style="{DIM}">{_text(facts)}</div>{steps}{_end(trace, answer)}</div>'
    )


def _end(trace: Trace, shown: Mapping[str, Any] | None) -> str:
    error = trace.error or ("" if trace.answer else ENDS[trace.status])
    bad = BAD if trace.status in ("failed", "limit") else ""
    told = f'<div style="{bad}">{_line(error)}</div>' if error else ""
    notes = _list(note for note in trace.notes if note != error)
    answer = f"{_said(trace)}{_output(shown) if shown else ''}" if trace.answer else ""
    return f'<div style="margin-top:6px">{answer}{told}{notes}{bar_html(trace.timeline)}</div>'


def _said(trace: Trace) -> str:
    badge = BADGES.get(trace.confidence)
    mark = ""
    if badge is not None:
        style = f"padding:0 6px;border-radius:8px;font-weight:600;background:rgba({badge.tint},.2)"
        mark = f' <span title="{escape(badge.title)}" style="{style}">{badge.word}</span>'
    said = f'<div style="font-weight:600;white-space:pre-wrap">{_text(trace.answer or "")}</div>'
    return f'<div><span style="{DIM}">Answer</span>{mark}</div>{said}'


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(text)}</li>" for text in texts)
    return f'<ul style="margin:4px 0;padding-left:20px">{items}</ul>' if items else ""


def _step(step: Step, answer: Mapping[str, Any] | None = None) -> str:
    tint = TINTS.get(step.tool, "128,128,128")
    badge = f'<b style="padding:0 6px;border-radius:8px;background:rgba({tint},.2)">{_text(step.tool)}</b>'
    marks: list[str] = [step.status] if step.status in ("failed", "stopped") else []
    marks += ["edited"] if step.author == "human" else []
    marks += [step.reason] if step.reason else []
    facts = _text(" · ".join([*marks, f"{step.seconds.total:.1f} s"]))
    head = f'{step.index + 1} {badge} {_text(step.step)} <span style="{DIM}">{facts}</span>'
    return (
        f'<details{_unfolded(step)} style="border-top:{LINE};margin-top:6px;padding-top:6px"><summary>{head}</summary>'
        f"{_block(step.call or '', CODE)}{_line(repairs_line(step))}{_outputs(step, answer)}{_sources(step.sources)}"
        f'<div style="{DIM}">{_line(effects_line(step.effects))}</div></details>{_list(remarks(step))}'
        f"{_line(step.output, '→ ')}{_line(_error(step), '' if step.status == 'failed' else 'Note: ')}"
    )


def _unfolded(step: Step) -> str:
    """A figure or a table is what the step was for."""
    kinds = {kind for output in step.outputs for kind in output.get("data") or {}}
    return " open" if "text/html" in kinds or any(kind.startswith("image/") for kind in kinds) else ""


def _error(step: Step) -> str:
    return "" if step.error is None or step.error.strip() == step.output.strip() else step.error


def _outputs(step: Step, answer: Mapping[str, Any] | None) -> str:
    """All but the one that is shown as the answer."""
    seen = step.observation.strip()
    more = () if repeats(step.outputs, seen) else step.outputs
    rich = "".join(_output(output) for output in more if output is not answer)
    told = seen not in ("", step.output.strip()) and answer not in step.outputs
    return rich or (_block(step.observation, PRE) if told else "")


def _output(output: Mapping[str, Any]) -> str:
    """One notebook output in its richest form that is safe."""
    kind = output.get("output_type")
    if kind == "stream":
        return _block(joined(output.get("text")), PRE)
    if kind == "error":
        return _block(f"{output.get('ename')}: {output.get('evalue')}", PRE)
    data: Mapping[str, Any] = output.get("data") or {}
    if table := safe_table(joined(data.get("text/html"))):
        return f'<div style="overflow-x:auto;margin:4px 0">{table}</div>'
    for name in ("image/svg+xml", *IMAGES):
        if name in data and (name not in IMAGES or _BASE64.fullmatch(joined(data[name]))):
            return _image(name, encoded(name, data[name]))
    return _words(data)


def _words(data: Mapping[str, Any]) -> str:
    """An output without a table or an image, as text; what is none is named."""
    plain, named = joined(data.get("text/plain")), name_of(data)
    if named is not None:
        return _line(cannot_show(named))
    if "text/markdown" in data:
        return _block(joined(data["text/markdown"]), PRE)
    if "application/json" in data:
        return _block(json.dumps(data["application/json"], indent=2, ensure_ascii=False, default=str), PRE)
    if plain and not says_nothing(plain):
        return _block(plain, PRE)
    kinds: Sequence[str] = [kind for kind in data if kind != "text/plain"]
    return _block(joined(data.get("text/latex")), PRE) or (_line(cannot_show("An output")) if kinds else "")


def _sources(sources: Iterable[Mapping[str, Any]]) -> str:
    names = [str(source.get("title") or source.get("url") or source.get("source") or "") for source in sources]
    return _line(f"Sources: {', '.join(filter(None, names))}" if any(names) else "")


def _image(kind: str, encoded: str) -> str:
    return f'<img alt="Figure" style="max-width:100%" src="data:{kind};base64,{encoded}">'


def _block(text: str, style: str) -> str:
    if len(text) > LONGEST:
        left_out = len(text) - LONGEST
        text = f"{text[: LONGEST // 2]}\n… {left_out:,} characters left out …\n{text[-LONGEST // 2 :]}"
    return f'<pre style="{style}">{_text(text)}</pre>' if text.strip() else ""


def _line(text: str, sign: str = "") -> str:
    return f'<div style="white-space:pre-wrap">{sign}{_text(text)}</div>' if text else ""


def _text(text: str) -> str:
    return escape(clean(text))
