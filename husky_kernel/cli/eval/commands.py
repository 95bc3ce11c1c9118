"""``husky eval``: how many questions of a benchmark are solved, by the loop and by baselines beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.cli.eval import analyst, generate, judge, reports
from husky_kernel.cli.group import group
from husky_kernel.cli.run.options import Examples, NoCheck

if TYPE_CHECKING:
    from husky_kernel.eval.journal import Journal
    from husky_kernel.eval.plan import Plan

DEFAULT_AGENTS = ("husky", "pot")

app = group("Measure on a benchmark: the loop, and baselines with the same model beside it.")


@app.callback()
def _eval() -> None:
    """Measure on a benchmark: the loop, and baselines with the same model beside it."""


@app.command()
def run(
    name: Annotated[str, typer.Option("--set", metavar="NAME", help="A benchmark, such as gsm8k, or analyst.")],
    data: Annotated[Path | None, typer.Option("--data", help="Its records, JSON lines, gzipped or not.")] = None,
    tables: Annotated[Path | None, typer.Option("--tables", help="Its tables, where they are not beside it.")] = None,
    sessions: Annotated[
        Path | None, typer.Option("--sessions", help="A folder of notebooks, for the set analyst.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the report here, with every trace.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="So many questions only.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Draw them; without it the first are taken.")] = None,
    agents: Annotated[
        list[str] | None,
        typer.Option("--agent", help="husky, pot, cot, react or direct; may be repeated. Default: husky and pot."),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", help="A model, as for `husky run`.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="A team instead of one model.")] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", metavar="openai", help="Ask --model of a server at --base-url.")
    ] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", help="The server's address, up to and with /v1.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Questions at work at the same time.")] = 1,
    ray: Annotated[bool, typer.Option("--ray", help="Spread the workers over a Ray cluster (extra: scale).")] = False,
    max_steps: Annotated[
        int | None, typer.Option("--max-steps", min=1, max=100, help="Acting steps; by default the reference's.")
    ] = None,
    examples: Examples = None,
    no_check: NoCheck = False,
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Solve the questions of a set, all agents in one run, taking turns.

    Generated code runs in processes of its own, with limits. A run that was killed goes on where it was when it is
    started again with the same arguments. With several agents each has its report: REPORT.husky.json and so on.
    """
    from husky_kernel.config import load_settings

    if name == analyst.SET:
        settings = load_settings(
            model=_model(model, team, engine, base_url),
            max_steps=max_steps,
            check_answers=False if no_check else None,
            download_without_asking=yes or None,
        )
        given = {"tables": tables, "seed": seed, "agent": agents, "examples": examples, "ray": ray}
        analyst.refuse(given | {"workers": workers if workers > 1 else None})
        analyst.measure(data, sessions, limit, settings, out)
        return
    if sessions is not None:
        raise UseError(f"--sessions is for --set {analyst.SET}; the records of {name} are given by --data")
    from husky_kernel.eval.agents import named
    from husky_kernel.eval.benchmarks import benchmark, read_questions
    from husky_kernel.eval.plan import Plan

    names = named(agents or DEFAULT_AGENTS)
    questions = read_questions(name, _records(name, data), limit, seed, tables)
    settings = load_settings(
        model=_model(model, team, engine, base_url),
        max_steps=max_steps or benchmark(name).max_steps,
        examples=examples,
        corrections=False,
        check_answers=False if no_check else None,
        download_without_asking=yes or None,
    )
    _measure(Plan(name, names, questions, settings, seed, workers, out), ray)


app.command()(generate.generate)
app.command()(judge.judge)
app.command()(reports.compare)
app.command()(reports.report)


def _measure(plan: Plan, ray: bool) -> None:
    journal = plan.journal()
    todo = sum((agent, question.index) not in journal.done for agent in plan.agents for question in plan.questions)
    if len(journal.done):
        typer.echo(f"husky: {len(journal.done)} answers are in {journal.path}, {todo} to go", err=True)
    try:
        seconds = journal.seconds if not todo else _on_ray(plan, journal) if ray else _here(plan, journal)
    except (KeyboardInterrupt, HuskyError):
        if journal.path is not None:
            typer.echo(
                f"husky: {len(journal.done)} answers are kept in {journal.path}: go on with the same command", err=True
            )
        raise
    reports = plan.reports(journal, seconds)
    plan.write(reports)
    journal.remove()
    for report in reports:
        typer.echo(report.line())


def _here(plan: Plan, journal: Journal) -> float:
    from husky_kernel.assembly import load_agent
    from husky_kernel.eval.lanes import Lanes
    from husky_kernel.eval.runner import Batch

    agent = load_agent(plan.model, plan.settings, lambda text, fraction: None, plan.workers)
    lanes = Lanes(agent, plan.agents, plan.settings, plan.answer_hint)
    seconds = Batch(plan.questions, plan.agents, journal, _tell).run(lanes, plan.workers)
    agent.close()
    return seconds


def _on_ray(plan: Plan, journal: Journal) -> float:
    from husky_kernel.eval.cluster import run_on_ray

    return run_on_ray(plan, journal, _tell)


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _records(name: str, data: Path | None) -> Path:
    from husky_kernel.eval.benchmarks import benchmark

    benchmark(name)  # a wrong name is told first
    if data is None:
        source = f"husky_kernel/eval/benchmarks/{name}.py"
        raise UseError(f"say where the records of {name} are: --data FILE; {source} names their source")
    return data


def _model(model: str | None, team: str | None, engine: str | None, base_url: str | None) -> str | None:
    """The one name that all these ways of naming a model come to."""
    if model and team:
        raise UseError("name a --model or a --team, not both")
    if engine is None and base_url is None:
        return model or team
    if engine not in (None, "openai"):
        raise UseError(f"there is no engine {engine!r} to choose here: a model's own is taken, or --engine openai")
    if base_url is None:
        raise UseError("say where the server is: --engine openai --base-url http://HOST:PORT/v1")
    if not model:
        raise UseError("say which of the server's models is meant: --model NAME")
    return f"openai:{model}@{base_url}"
