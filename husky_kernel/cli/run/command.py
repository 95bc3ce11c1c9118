"""``husky run``: solve one task in a fresh namespace."""

from __future__ import annotations

from husky_kernel.agent.errors import UseError
from husky_kernel.cli.run.options import (
    Approve,
    Examples,
    File,
    Json,
    MaxSteps,
    Model,
    NoCheck,
    Question,
    Tables,
    Workers,
    Yes,
)


def run(
    question: Question = None,
    table: Tables = None,
    model: Model = None,
    max_steps: MaxSteps = None,
    approve: Approve = None,
    json: Json = False,
    file: File = None,
    workers: Workers = None,
    examples: Examples = None,
    no_check: NoCheck = False,
    yes: Yes = False,
) -> None:
    """Solve one task in a fresh namespace. The answer goes to standard output, the steps to standard error.

    With --file many tasks, each in a namespace of its own: a line each with its number and the answer, in their order;
    with --json one object a line. Their code runs in processes of its own, without a network.

    Exit code 0: solved. 1: not solved. 2: wrong use or set-up.
    """
    from husky_kernel.cli.outcome import leave, print_outcome, take_stdout
    from husky_kernel.cli.run.solve import solve
    from husky_kernel.cli.tables import read_tables
    from husky_kernel.config import load_settings

    questions = _questions(question, file, workers)
    settings = load_settings(
        model=model,
        max_steps=max_steps,
        approve=approve,
        examples=examples,
        check_answers=False if no_check else None,
        download_without_asking=yes or None,
    )
    tables = read_tables(table or [])
    out = take_stdout()
    if file is not None:
        from husky_kernel.cli.run.batch import solve_all

        solve_all(questions, tables, settings, out, workers=workers or 1, as_json=json)
    trace = solve(questions[0], tables, settings)
    print_outcome(trace, out, as_json=json)
    leave(trace)


def _questions(question: str | None, file: str | None, workers: int | None) -> list[str]:
    """What is asked. UseError if it is nothing, or in two ways."""
    from husky_kernel.cli.run.questions import read_questions

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
