"""Reports as one HTML page without anything from elsewhere. What models and tools wrote is escaped, always."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from husky_kernel.agent.grammar import shortened
from husky_kernel.eval.causes import MEANING
from husky_kernel.eval.charts import Bar, bars
from husky_kernel.eval.report import Item, Report

LONGEST = 4000
"""Characters of one text of a trace that are shown."""

_COLUMNS = ("set", "agent", "model", "n", "accuracy", "reference metric", "seconds", "tokens", "prompts", "machine")


def page(reports: Sequence[Report]) -> str:
    """The whole page: a table of figures, charts, and every trace folded away."""
    style = (files(__package__) / "page.css").read_text(encoding="utf-8")
    body = "".join((_table(reports), _charts(reports), _tools(reports), *map(_traces, reports)))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Husky evaluation</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head><body><h1>Husky evaluation</h1>{body}</body></html>\n"
    )


def _table(reports: Iterable[Report]) -> str:
    rows = [
        (
            report.set,
            report.agent,
            report.model,
            len(report.items),
            f"{report.accuracy:.1%} ± {report.stderr:.1%}",
            f"{report.accuracy_reference_metric:.1%}",
            f"{report.mean(lambda item: item.seconds):.1f}",
            f"{report.mean(lambda item: item.tokens):.0f}",
            report.about.profile,
            report.about.machine,
        )
        for report in reports
    ]
    return _rows(_COLUMNS, rows) + (
        "<p>Accuracy is by the repaired metric, ± one standard error; the reference metric scores as the reference "
        "implementation does. Seconds and tokens are of one question: tokens that were worked on, generated ones and "
        "those of the prompt that no cache had.</p>"
    )


def _charts(reports: Sequence[Report]) -> str:
    agents = list(dict.fromkeys(report.agent for report in reports))

    def chart(title: str, value: Any, text: Any, spread: Any = lambda report: 0.0, top: float | None = None) -> str:
        found = [Bar(f"{r.set} {r.agent}", value(r), spread(r), agents.index(r.agent), text(value(r))) for r in reports]
        return bars(title, found, top)

    return (
        "<h2>Figures</h2>"
        + chart("Accuracy", lambda r: r.accuracy, "{:.1%}".format, lambda r: r.stderr, 1.0)
        + chart("Seconds a question", lambda r: r.mean(lambda item: item.seconds), "{:.1f}".format)
        + chart("Tokens a question", lambda r: r.mean(lambda item: item.tokens), "{:.0f}".format)
    )


def _tools(reports: Iterable[Report]) -> str:
    parts = ["<h2>Tools and causes of failure</h2>"]
    for report in reports:
        tools = [
            Bar(tool, group["accuracy"], text=f"{group['accuracy']:.0%} of {group['n']}")
            for tool, group in report.by_tool.items()
        ]
        causes = [Bar(cause, count, colour=3) for cause, count in report.failures.items()]
        name = f"{report.set} {report.agent}"
        parts += [bars(f"{name}: right where the tool was used", tools, 1.0), bars(f"{name}: wrong because of", causes)]
    meanings = "".join(f"<dt>{escape(cause)}</dt><dd>{escape(text)}</dd>" for cause, text in MEANING.items())
    return "".join(parts) + f"<details><summary>What the causes mean</summary><dl>{meanings}</dl></details>"


def _traces(report: Report) -> str:
    items = "".join(map(_item, report.items))
    return f"<h2>{escape(report.set)} {escape(report.agent)}, {escape(report.model)}</h2>{items}"


def _item(item: Item) -> str:
    mark, outcome = ("right", "right") if item.correct else ("wrong", f"wrong: {item.cause}")
    summary = f"{item.index} <b class={mark}>{escape(outcome)}</b> {_text(item.question, 160)}"
    facts = (
        ("Question", item.question),
        ("Prediction", item.prediction),
        ("Reference", item.answer),
        ("Error", item.trace.get("error")),
        ("Cost", f"{item.seconds:.1f} s, {item.tokens} tokens"),
    )
    lines = "".join(f"<dt>{name}</dt><dd>{_text(value)}</dd>" for name, value in facts if value is not None)
    steps = "".join(map(_step, item.trace.get("steps", ())))
    return f"<details><summary>{summary}</summary><dl>{lines}</dl><ol>{steps}</ol></details>"


def _step(step: Mapping[str, Any]) -> str:
    call = f"<pre>{_text(step['call'])}</pre>" if step.get("call") else ""
    shown = step.get("output") or step.get("observation") or ""
    failed = f" <b class=wrong>{_text(step.get('status'))}</b>" if step.get("status") == "failed" else ""
    return (
        f"<li><b>[{_text(step.get('tool'))}]</b> {_text(step.get('step'))}{failed}{call}<pre>{_text(shown)}</pre></li>"
    )


def _rows(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _text(value: object, limit: int = LONGEST) -> str:
    return escape(shortened("" if value is None else str(value), limit))
