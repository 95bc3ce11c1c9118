"""What a run puts out, and standard output kept free of everything else."""

from __future__ import annotations

import json
import os
import sys
from typing import NoReturn, TextIO

import typer

from husky_kernel.agent.types import Trace
from husky_kernel.display.lines import clean, end_lines

TABLE = 20_000
"""Characters of a table that are printed."""


def take_stdout() -> TextIO:
    """Standard output for the caller alone; for the rest of the process all other output goes to standard error.

    That holds for prints as for what programs started by a step write, and for threads that outlive their step.
    """
    try:
        sys.stdout.flush()
        own = os.dup(1)
        os.dup2(2, 1)
    except (OSError, AttributeError):  # standard output was closed by whoever started us
        own = os.open(os.devnull, os.O_WRONLY)
    sys.stdout = sys.stderr
    return os.fdopen(own, "w", encoding="utf-8", errors="replace")


def print_outcome(trace: Trace, out: TextIO, *, as_json: bool) -> None:
    """Print the trace as JSON on one line, or the answer alone, on ``out``; why there is none, on standard error."""
    for line in end_lines(trace):
        if as_json or not line.startswith("Answer: "):
            typer.echo(line, err=True)
    text = json.dumps(trace.to_json(), ensure_ascii=False, default=str) if as_json else _shown(trace)
    try:
        with out:
            out.write(f"{text}\n" if text else "")
    except BrokenPipeError:  # who reads has seen enough
        return


def _shown(trace: Trace) -> str:
    """The answer for a person: a table as the table that it is."""
    if trace.answer_kind == "table" and trace.value is not None:
        from husky_kernel.tools.output.values import plain

        return plain(trace.value, TABLE)
    return clean(trace.answer or "")


def leave(trace: Trace) -> NoReturn:
    """End with the exit code that ``trace`` deserves; at once if it was stopped, as an engine may still be at work."""
    if trace.status == "stopped":
        sys.stderr.flush()
        os._exit(1)
    raise typer.Exit(0 if trace.status == "finished" else 1)
