"""``husky doctor``: is everything here, and if not, what to type."""

from __future__ import annotations

import json as json_format
from dataclasses import asdict
from typing import Annotated

import typer


def doctor(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say what is missing and how to fix it. Exit code 0 if all that is needed is here, else 2."""
    from husky_kernel.cli.checks import Check, all_checks

    checks = all_checks()
    healthy = all(check.ok for check in checks if check.needed)
    if json:
        typer.echo(json_format.dumps({"ok": healthy, "checks": [asdict(check) for check in checks]}))
        raise typer.Exit(0 if healthy else 2)

    def show(check: Check) -> None:
        mark = "ok     " if check.ok else "MISSING" if check.needed else "without"
        typer.echo(f"{mark}  {check.name:17} {check.found}")
        if check.fix and not check.ok:
            typer.echo(f"{'':27}{'to fix' if check.needed else 'to have it'}: {check.fix}")

    for check in checks:
        show(check)
    typer.echo("All that is needed is here." if healthy else "Something that is needed is missing.")
    raise typer.Exit(0 if healthy else 2)
