"""A run as a file: for programs, for readers, for running again."""

from __future__ import annotations

import json
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Step, Trace

FORMS = (".json", ".md", ".py")


def export(trace: Trace, path: Path) -> None:
    """Write ``trace`` in the form that the file's ending says.

    Raises
    ------
    UseError
        If the ending is none of ``FORMS``, or the file cannot be written.
    """
    forms = {".json": to_json, ".md": to_markdown, ".py": to_python}
    if path.suffix not in forms:
        raise UseError(f"{path.name}: the name must end in {', '.join(FORMS)}")
    try:
        path.write_text(forms[path.suffix](trace), encoding="utf-8")
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}") from error


def to_json(trace: Trace) -> str:
    """The trace of schema ``husky.trace/1``."""
    return json.dumps(trace.to_json(), indent=1, ensure_ascii=False) + "\n"


def to_markdown(trace: Trace) -> str:
    """To be read: question, steps with their calls and outputs, answer."""
    parts = [f"# {one_line(trace.question)}", f"Model: {trace.model}, {trace.status}"]
    for step in trace.steps:
        parts.append(f"## {step.index + 1}. [{step.tool}] {step.step}")
        if step.call:
            parts.append(_fenced(step.call, "python" if step.tool == "code" else ""))
        if step.observation and step.observation != step.output:
            parts.append(_fenced(step.observation))
        parts.append(_outcome(step))
    parts.append(f"**Answer: {trace.answer}**" if trace.answer else f"No answer. {trace.error or ''}".strip())
    return "\n\n".join(parts) + "\n"


def to_python(trace: Trace) -> str:
    """To be run again: the code of the steps, all else as comments."""
    parts = [_comment(f"{trace.question}\nAnswered by {trace.model} ({trace.status}).")]
    for step in trace.steps:
        parts.append(_comment(f"%% {step.index + 1}. [{step.tool}] {step.step}"))
        if step.tool == "code" and step.call and step.status != "failed":
            parts.append(step.call.rstrip())
        elif step.call:
            parts.append(_comment(step.call))
        parts.append(_comment(f"-> {_outcome(step)}"))
    parts.append(_comment(f"Answer: {trace.answer}"))
    return "\n".join(parts) + "\n"


def _outcome(step: Step) -> str:
    return f"{step.output} ({step.error})" if step.status == "failed" and step.error else step.output


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def _fenced(text: str, language: str = "") -> str:
    """A code block whose fence is longer than any in ``text``."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
