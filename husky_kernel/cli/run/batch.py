"""What ``husky run --file`` prints, and how it ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Trace
from husky_kernel.assembly import chosen_model, load_agent
from husky_kernel.cli.run.many import Many
from husky_kernel.config import Settings
from husky_kernel.display.lines import clean
from husky_kernel.models import resolve

if TYPE_CHECKING:
    from pandas import DataFrame


GRACE = 2.0
"""Seconds that stopped questions get to clean up."""


def solve_all(
    questions: Sequence[str],
    tables: Mapping[str, DataFrame],
    settings: Settings,
    out: TextIO,
    *,
    workers: int,
    as_json: bool,
) -> NoReturn:
    """Solve ``questions``, ``workers`` at a time, and print each outcome on ``out`` in their order; then exit.

    Raises
    ------
    UseError
        If steps wait for a person by the settings, or there is no such model.
    """
    if settings.approve != "none":
        raise UseError(f"nobody can approve the steps of many questions: leave out --approve {settings.approve}")
    name, workers = resolve(chosen_model(settings)).title, min(workers, len(questions))
    agent = load_agent(name, settings, _Telling(), workers)
    many, solved = Many(agent, tables, settings, questions), 0
    try:
        for index, trace in many.solve(workers):
            solved += trace.status == "finished"
            _print(index, trace, len(questions), out, as_json)
    except (BrokenPipeError, KeyboardInterrupt):  # who reads has seen enough
        many.stop()
    if many.stopped:  # engines may still be at work: only the end of the process ends them
        many.wait(GRACE)
        typer.echo("husky: stopped", err=True)
        sys.stderr.flush()
        os._exit(1)
    agent.close()
    raise typer.Exit(0 if solved == len(questions) else 1)


def _print(index: int, trace: Trace, count: int, out: TextIO, as_json: bool) -> None:
    """One line on ``out``, and one on standard error that tells how it ended."""
    why = f" ({clean(trace.error)})" if trace.error else ""
    typer.echo(f"[{index + 1}/{count}] {trace.status}{why}: {one_line(clean(trace.question))[:100]}", err=True)
    answer = f"{index + 1}\t{one_line(clean(trace.answer or ''))}"
    out.write(json.dumps(trace.to_json(), ensure_ascii=False, default=str) if as_json else answer)
    out.write("\n")
    out.flush()


class _Telling:
    """Tells once what is being loaded."""

    def __init__(self) -> None:
        self._told = ""

    def __call__(self, text: str, fraction: float | None) -> None:
        if text != self._told:
            self._told = text
            typer.echo(clean(text), err=True)
