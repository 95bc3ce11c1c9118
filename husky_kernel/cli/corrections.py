"""``husky corrections``: what a person changed in runs, to look at, to train on, to delete."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.private import write_private
from husky_kernel.cli.group import group
from husky_kernel.corrections import CorrectionLog, Corrections, correction_file, summary

app = group("Look at what you corrected in runs, and write it as training pairs. It never leaves this computer.")


def _read() -> Corrections:
    found = CorrectionLog(correction_file()).read()
    if found.unreadable:
        typer.echo(
            f"{found.unreadable} lines of {correction_file()} cannot be read; they are left as they are", err=True
        )
    return found


@app.command("list")
def list_corrections(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the corrections, oldest first."""
    found = _read()
    if json:
        shown = [item.to_json() | {"outcome": asdict(item.outcome) if item.outcome else None} for item in found.items]
        typer.echo(json_format.dumps(shown))
        return
    for item in found.items:
        typer.echo(summary(item))


@app.command()
def export(
    module: Annotated[str, typer.Option("--module", help="action, code, math, query or commonsense.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; standard output if left out.")] = None,
    profile: Annotated[str | None, typer.Option("--profile", help="Lay prompts out for this model family.")] = None,
) -> None:
    """Write training pairs for a module, one JSON object a line."""
    from husky_kernel.training.pairs.correction_pairs import training_pairs

    lines = [json_format.dumps(pair.to_json(), ensure_ascii=False) for pair in training_pairs(_read(), module, profile)]
    text = "".join(f"{line}\n" for line in lines)
    if out is None:
        typer.echo(text, nl=False)
    else:
        try:
            write_private(out, text)
        except OSError as error:
            raise UseError(f"cannot write {out}: {error.strerror or error}") from error
    typer.echo(f"{len(lines)} pairs for {module}", err=True)


@app.command()
def path() -> None:
    """Print where corrections are kept."""
    typer.echo(correction_file())


@app.command()
def clear(yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False) -> None:
    """Delete all corrections."""
    if not yes:
        raise UseError("this deletes every correction for good: add --yes")
    gone = CorrectionLog(correction_file()).clear()
    typer.echo("The corrections were deleted." if gone else "There were no corrections.")
