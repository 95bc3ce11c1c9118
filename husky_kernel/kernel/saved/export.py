"""A run as a file: for programs, for readers, for running again."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from husky_kernel.agent.answers.answering import answering, is_code
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.private import write_private
from husky_kernel.agent.types import Step, Trace

FORMS = (".json", ".md", ".py", ".ipynb")


def export(trace: Trace, path: Path) -> None:
    """Write ``trace`` in the form that the file's ending says.

    Raises
    ------
    UseError
        If the ending is none of ``FORMS``, or the file cannot be written.
    """
    forms = {".json": to_json, ".md": to_markdown, ".py": to_python, ".ipynb": to_notebook}
    if path.suffix not in forms:
        raise UseError(f"{path.name}: the name must end in {', '.join(FORMS)}")
    try:
        write_private(path, forms[path.suffix](trace), errors="replace")
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}") from error


def to_json(trace: Trace) -> str:
    """The trace of schema ``husky.trace/1``, with all of its lines."""
    return json.dumps(trace.to_json(), indent=1, ensure_ascii=False, default=str) + "\n"


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
    """To be run again: the code of the steps that were done, all else as comments.

    So is code that only a notebook understands (``!ls``, ``%time``, top-level ``await``). Variables that
    the code reads and does not make, those of the notebook, are named at the top.
    """
    head = f"{trace.question}\nAnswered by {trace.model} ({trace.status})."
    needed = _needed(step.call for step in trace.steps if step.call and _runs(step))
    told = f"\nNeeds these variables of the notebook: {', '.join(needed)}" if needed else ""
    # An encoding on the first line: else words of a question, such as "coding: x", could be taken for one.
    parts = ["# -*- coding: utf-8 -*-", _comment(head + told)]
    for step in trace.steps:
        parts.append(_comment(f"%% {step.index + 1}. [{step.tool}] {step.step}"))
        if step.call and _runs(step):
            parts.append(step.call.rstrip())
        elif step.call:
            parts.append(_comment(step.call))
        parts.append(_comment(f"-> {_outcome(step)}"))
    parts.append(_comment(f"Answer: {trace.answer}"))
    return "\n".join(parts) + "\n"


def to_notebook(trace: Trace) -> str:
    """A notebook of its own: the question, a cell of code a step with its words as a comment, the answer.

    What was not done, or is no code, stands there as text.
    """
    import nbformat

    make: Any = nbformat.v4
    cells = [make.new_markdown_cell(f"# {one_line(trace.question)}\n\n{_quote(trace.question)}")]
    for step in trace.steps:
        if step.call and is_code(step):
            cells.append(make.new_code_cell(f"{_comment(step.step)}\n{step.call.rstrip()}"))
        else:
            call = [_fenced(step.call)] if step.call else []
            cells.append(make.new_markdown_cell("\n\n".join([f"[{step.tool}] {step.step}", *call, _outcome(step)])))
    cells.append(make.new_markdown_cell(f"**Answer: {trace.answer}**" if trace.answer else "No answer."))
    language = {"language_info": {"name": "python"}}
    return str(make.writes(make.new_notebook(cells=cells, metadata=language))) + "\n"


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def to_cell(trace: Trace, words: bool = True) -> str:
    """The code of the steps that answered or left something, each under its ``words``, for a cell of the same notebook.

    Raises
    ------
    UseError
        If there is no such step.
    """
    last = answering(trace, is_code)
    kept = [step for step in trace.steps if is_code(step) and (step is last or _left_something(step))]
    if not kept:
        raise UseError("the last run has no step of code that was done")
    parts = [(_comment(step.step) if words else "", (step.call or "").rstrip()) for step in kept]
    return "\n\n".join("\n".join(filter(None, part)) for part in parts)


def _left_something(step: Step) -> bool:
    """Whether a step's code made or changed variables or files; a second opinion leaves none."""
    effects = step.effects
    return effects is not None and bool(effects.created or effects.changed or effects.deleted or effects.outside)


def _outcome(step: Step) -> str:
    return f"{step.output} ({step.error})" if step.status == "failed" and step.error else step.output


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.replace("\0", "").splitlines())


def _runs(step: Step) -> bool:
    """Whether the step's code was done, and is plain Python."""
    if not is_code(step):
        return False
    try:
        compile(step.call or "", "<step>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _needed(codes: Iterable[str]) -> list[str]:
    """Names that are read before any statement has made them, in order."""
    made, needed = set(dir(builtins)), list[str]()
    for statement in (statement for code in codes for statement in ast.parse(code).body):
        bound, targets = _bound(statement), _targets(statement)
        # In `x = x + 1` the x that is read is not the one that is made; in a loop or a function it is.
        known = made | (bound - targets)
        needed += [name for name in _read(statement) if name not in known and name not in needed]
        made |= bound | set(needed)
    return needed


def _targets(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.Assign(targets=targets):
            nodes: list[ast.expr] = targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            nodes = [target]
        case _:
            nodes = []
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _read(statement: ast.stmt) -> list[str]:
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    added = _targets(statement) if isinstance(statement, ast.AugAssign) else set()
    return list(dict.fromkeys([*added, *(name.id for name in names if isinstance(name.ctx, ast.Load))]))


def _bound(statement: ast.stmt) -> set[str]:
    """Every name that a statement gives a value, in itself or inside of functions and loops."""
    bound = set()
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)):
                bound.add(name)
    return bound


def _fenced(text: str, language: str = "") -> str:
    """A code block whose fence is longer than any in ``text``."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
