"""``husky bench``: how fast our own parts are on this machine."""

from __future__ import annotations

import json as json_format
from typing import Annotated

import typer

from husky_kernel.cli.bench_trace import trace
from husky_kernel.cli.group import group

MB = 1_000_000

app = group("Measure our own parts on this machine, against what one would use otherwise.")


@app.callback()
def _bench() -> None:
    """Measure our own parts on this machine, against what one would use otherwise."""


app.command()(trace)


@app.command()
def checkpoint(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    largest: Annotated[int, typer.Option("--largest", min=0, help="Leave out tables above so many MB.")] = 1000,
) -> None:
    """Checkpoints of a namespace and going back to them, against deepcopy and cloudpickle of the namespace."""
    from husky_kernel.bench.checkpoint import Row, measure
    from husky_kernel.bench.report import table

    rows: list[Row] = []
    left_out: list[str] = []
    for found in measure(largest * MB):
        typer.echo(f"husky: {found.case if isinstance(found, Row) else found}", err=True)
        if isinstance(found, Row):
            rows.append(found)
        else:
            left_out.append(found)
    if json:
        typer.echo(json_format.dumps({"rows": [row.to_json() for row in rows], "left_out": left_out}))
        return
    typer.echo(table(rows))
    typer.echo(
        "\nSeconds of the processor. take: before a step; settle: after it, with the effects; kept: bytes held;\n"
        "step, step+cp: the step without and with a checkpoint (tables copy what is written to); /take, /both: how\n"
        "many times longer than take, and than take and settle together; loads: unpickling."
    )
    for line in left_out:
        typer.echo(line)
