"""Whose code a notebook's recorded runs are: Jupyter signs the notebooks whose code its user has run."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Trace

TRUST = "HUSKY_TRUST"
"""The environment variable that names a notebook whose recorded code may run: the person was asked before."""


def is_trusted(path: Path) -> bool:
    """Whether the notebook's recorded code may run without asking: this user's Jupyter has signed it as it stands."""
    return os.environ.get(TRUST) == str(path.absolute()) or is_signed(path)


def is_signed(path: Path) -> bool:
    """Whether the notebook at ``path`` has the signature of this user's Jupyter; what cannot be read has none."""
    import nbformat
    from nbformat.sign import NotebookNotary

    try:
        with warnings.catch_warnings(action="ignore"):
            book = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
            return bool(NotebookNotary().check_signature(book))  # type: ignore[no-untyped-call]
    except Exception:  # of many kinds: no such file, no database of signatures, no notebook
        return False


def would_run(traces: Iterable[Trace]) -> str:
    """The recorded code, step by step."""
    lines = []
    for trace in traces:
        lines.append(f"{one_line(trace.question)}")
        for step in trace.steps:
            if step.call is not None and step.status != "stopped":
                lines.append(f"  step {step.index + 1} [{step.tool}]")
                lines += [f"    {line}" for line in step.call.splitlines()]
    return "\n".join(lines)


def unsigned(path: Path) -> str:
    """What is told of a notebook that is not trusted."""
    return f"your Jupyter has not signed {path.name}, so its recorded code may be somebody else's"


def allowed_by_person(path: Path, traces: Iterable[Trace]) -> None:
    """Show what would run and ask.

    Raises
    ------
    UseError
        If the person does not want it, or nobody can be asked.
    """
    from husky_kernel.display.lines import clean

    print(clean(f"{unsigned(path)}. This would run:\n{would_run(traces)}"))
    try:
        said = input("Run it? [y/N] ")
    except (EOFError, RuntimeError):  # no terminal, or a front end without a field to type in
        raise UseError(
            f"{unsigned(path)}: look at it, then `jupyter trust {path.name}`, or `husky replay --trust`"
        ) from None
    if said.strip().casefold() not in ("y", "yes"):
        raise UseError(f"nothing was run: {unsigned(path)}")
