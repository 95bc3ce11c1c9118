"""``husky run``: solve one task in a fresh namespace."""

from __future__ import annotations

from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError


def run(
    question: Annotated[str | None, typer.Argument(help="The task in plain words.", show_default=False)] = None,
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
    file: Annotated[
        str | None,
        typer.Option(
            metavar="QUESTIONS",
            help='Solve each line of a file, or of standard input with "-": plain questions, or JSON with "question".',
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=64, help="So many questions of --file at the same time.")
    ] = None,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Solve each question once: faster, and slips are seen less often.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Fetch a missing model without asking.")] = False,
) -> None:
    """Solve one task in a fresh namespace. The answer goes to standard output, the steps to standard error.

    With --file many tasks, each in a namespace of its own: a line each with its number and the answer, in their order;
    with --json one object a line. Their code runs in processes of its own, without a network.

    Exit code 0: solved. 1: not solved. 2: wrong use or set-up.
    """
    from husky_kernel.cli.csv_tables import read_tables
    from husky_kernel.cli.outcome import leave, print_outcome, take_stdout
    from husky_kernel.cli.solve import solve
    from husky_kernel.config import load_settings

    questions = _questions(question, file, workers)
    settings = load_settings(
        model=model,
        max_steps=max_steps,
        approve=approve,
        check_answers=False if no_check else None,
        download_without_asking=yes or None,
    )
    tables = read_tables(csv or [])
    out = take_stdout()
    if file is not None:
        from husky_kernel.cli.batch import solve_all

        solve_all(questions, tables, settings, out, workers=workers or 1, as_json=json)
    trace = solve(questions[0], tables, settings)
    print_outcome(trace, out, as_json=json)
    leave(trace)


def _questions(question: str | None, file: str | None, workers: int | None) -> list[str]:
    """What is asked. UseError if it is nothing, or in two ways."""
    from husky_kernel.cli.questions import read_questions

    if file is not None and question is not None:
        raise UseError("give one question or --file, not both")
    if file is not None:
        return read_questions(file)
    if workers is not None:
        raise UseError("--workers is for many questions: husky run --file QUESTIONS --workers N")
    if question is None:
        raise UseError('there is no question: husky run "QUESTION", or --file QUESTIONS (see husky run --help)')
    if not question.strip():
        raise UseError('the question is empty: husky run "QUESTION"')
    return [question.strip()]
