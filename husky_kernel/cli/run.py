"""``husky run``: solve one task in a fresh namespace."""

from __future__ import annotations

from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError


def run(
    question: Annotated[str, typer.Argument(help="The task in plain words.", show_default=False)],
    csv: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Load a CSV file as the DataFrame NAME. Repeat for several."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="A model of `husky models list`, or a path to a .gguf file.")
    ] = None,
    max_steps: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=100, help="Finish after so many steps.")
    ] = None,
    approve: Annotated[
        str | None,
        typer.Option(
            metavar="none|code|all", help="Ask before such steps; fails where there is no terminal to ask in."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole run as one JSON object.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Fetch a missing model without asking.")] = False,
) -> None:
    """Solve one task in a fresh namespace. The answer goes to standard output, the steps to standard error.

    Exit code 0: solved. 1: not solved. 2: wrong use or set-up.
    """
    from husky_kernel.cli.csv_tables import read_tables
    from husky_kernel.cli.outcome import leave, print_outcome, take_stdout
    from husky_kernel.cli.solve import solve
    from husky_kernel.config import load_settings

    if not question.strip():
        raise UseError('the question is empty: husky run "QUESTION"')
    settings = load_settings(model=model, max_steps=max_steps, approve=approve, download_without_asking=yes or None)
    out = take_stdout()
    trace = solve(question.strip(), read_tables(csv or []), settings)
    print_outcome(trace, out, as_json=json)
    leave(trace)
