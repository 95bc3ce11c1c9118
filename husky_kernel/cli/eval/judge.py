"""``husky eval judge``: a strong model grades the answers of a report, and is graded itself first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError


def judge(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="A report of `husky eval run`.")],
    model: Annotated[str | None, typer.Option("--model", help="The judge: a model of `husky models list`.")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible server, up to /v1.")] = None,
    judge_model: Annotated[str | None, typer.Option("--judge-model", help="The server's name for the judge.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="By default REPORT.judged.json.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Items judged at the same time.")] = 1,
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Have a model grade each answer against its reference, twice, with the places of the two swapped.

    Its agreement with the exact metric is printed first. Verdicts are kept beside the report as they come: the same
    command goes on where it was stopped.
    """
    from husky_kernel.assembly import load_agent
    from husky_kernel.config import load_settings
    from husky_kernel.eval.judge.graded import read_report
    from husky_kernel.eval.judge.grading import Judge
    from husky_kernel.eval.judge.journal import Journal

    found = read_report(report)
    name = _judge_name(model, base_url, judge_model)
    place = out or report.with_suffix(".judged.json")
    journal = Journal(place.with_suffix(".journal.jsonl"))
    settings = load_settings(model=name, download_without_asking=yes or None)
    agent = load_agent(None, settings, lambda text, fraction: None)
    try:
        graded = Judge(agent.engine("judge"), journal, workers).grade(found, lambda line: typer.echo(line, err=True))
    finally:
        agent.close()
    for line in graded.lines():
        typer.echo(line)
    try:
        place.write_text(json.dumps(graded.to_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UseError(f"cannot write {place}: {error.strerror or error}") from error
    typer.echo(f"written to {place}")


def _judge_name(model: str | None, base_url: str | None, judge_model: str | None) -> str:
    """What the settings call the judge."""
    if model and not (base_url or judge_model):
        return model
    if base_url and judge_model and not model:
        return f"openai:{judge_model}@{base_url}"
    raise UseError("name the judge: --model NAME, or --base-url URL with --judge-model NAME")
