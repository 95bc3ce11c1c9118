"""``husky eval``: how many questions of a benchmark are solved, by the loop and by one-shot code beside it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.cli import generate, judge
from husky_kernel.cli.group import group

if TYPE_CHECKING:
    from husky_kernel.assembly import Agent
    from husky_kernel.config import Settings
    from husky_kernel.eval.solvers import Solver

AGENTS = ("husky", "pot")

app = group("Measure on a benchmark: the loop, and one-shot code with the same model beside it.")


app.command()(generate.generate)
app.command()(judge.judge)


@app.callback()
def _eval() -> None:
    """Measure on a benchmark: the loop, and one-shot code with the same model beside it."""


@app.command()
def run(
    name: Annotated[str, typer.Option("--set", help="Such as gsm8k, math or wikisql.")],
    data: Annotated[Path, typer.Option("--data", help="Its records, JSON lines, gzipped or not.")],
    out: Annotated[Path | None, typer.Option("--out", help="Write the report here, with every trace.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first so many questions.")] = None,
    agents: Annotated[list[str] | None, typer.Option("--agent", help="husky or pot; may be repeated.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="A model or team.")] = None,
    max_steps: Annotated[int | None, typer.Option("--max-steps", min=1, help="Acting steps of the loop.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Solve the questions of a set, all agents in one run, taking turns. Generated code runs in this process."""
    from husky_kernel.assembly import load_agent
    from husky_kernel.config import load_settings
    from husky_kernel.eval.runner import evaluate, read_questions

    names = list(dict.fromkeys(agents or AGENTS))
    if unknown := [agent for agent in names if agent not in AGENTS]:
        raise UseError(f"there is no agent {unknown[0]!r}: choose from {', '.join(AGENTS)}")
    questions = read_questions(name, data, limit)
    settings = load_settings(model=model, max_steps=max_steps, download_without_asking=yes or None)
    agent = load_agent(None, settings, lambda text, fraction: None)
    with TemporaryDirectory(prefix="husky-") as folder:
        solvers = _solvers(names, agent, settings, folder)
        reports = evaluate(name, agent.name, questions, solvers, lambda line: typer.echo(line, err=True))
    for report in reports:
        typer.echo(report.line())
        if out is not None:
            place = out if len(reports) == 1 else out.with_stem(f"{out.stem}.{report.agent}")
            place.write_text(json.dumps(report.to_json(), indent=1), encoding="utf-8")


def _solvers(names: list[str], agent: Agent, settings: Settings, folder: str) -> list[Solver]:
    from husky_kernel.assembly import tool_context
    from husky_kernel.cli.solve import make_shell
    from husky_kernel.eval.sandbox import Sandbox
    from husky_kernel.eval.solvers import Husky, ProgramOfThought
    from husky_kernel.kernel.context import describe
    from husky_kernel.tools.registry import load_tools

    sandbox = Sandbox(make_shell({}, folder))
    tools = dict(load_tools(tool_context(sandbox.shell, settings)))

    def told(question: str, namespace: dict[str, Any]) -> str:
        return describe(question, namespace, settings.context_tokens)

    known: dict[str, Solver] = {
        "husky": Husky(agent, sandbox, told, tools, settings.max_steps),
        "pot": ProgramOfThought(agent, sandbox, told),
    }
    return [known[name] for name in names]
