"""``husky eval compare`` and ``husky eval report``: what can be done with reports."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="A report of `husky eval run`.", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another on the same set.", show_default=False)],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two reports question by question: difference, its interval, McNemar's exact test, what flipped."""
    from husky_kernel.eval.compare import compare as paired
    from husky_kernel.eval.report import read_report

    found = paired(read_report(first), read_report(second))
    typer.echo(json_format.dumps(found.to_json()) if json else "\n".join(found.lines()))


def report(
    files: Annotated[list[Path], typer.Argument(metavar="REPORT…", help="Reports of `husky eval run`.")],
    out: Annotated[Path, typer.Option("--out", help="Write the page here.")] = Path("evaluation.html"),
) -> None:
    """Write one HTML page on reports: figures, plots, causes of failure, and every trace. It needs no network."""
    from husky_kernel.eval.page import page
    from husky_kernel.eval.report import read_report

    text = page([read_report(file) for file in files])
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UseError(f"cannot write {out}: {error.strerror or error}") from error
    typer.echo(f"{out}: {len(files)} {'report' if len(files) == 1 else 'reports'}")
