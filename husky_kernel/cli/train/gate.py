"""``husky train gate``: whether an adapter makes anything worse."""

from __future__ import annotations

import json as json_format
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from husky_kernel.assembly import Agent
    from husky_kernel.config import Settings
    from husky_kernel.corrections import Correction
    from husky_kernel.eval.sandbox import Sandbox
    from husky_kernel.training.gate import GateVerdict, Marks, Solve
    from husky_kernel.training.regression import ShortTask

SECONDS = 10.0
"""One step's code may take as long."""

SHOWN_STEPS = 5
"""Steps a short task may take."""


def gate(
    adapter: Annotated[str, typer.Argument(metavar="ADAPTER", help="A folder, or a name of `husky models adapters`.")],
    model: Annotated[str, typer.Option("--model", help="Model or team; by default the one on its card.")] = "",
    held_out: Annotated[Path | None, typer.Option("--held-out", help="Corrections to check with, JSON lines.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="Only the first so many short tasks.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Solve short tasks and held-out corrections without an adapter and with it, and write the figures on its card.

    Generated code runs in a process of its own, without a network. Exit code 0: nothing got worse. 1: something did.
    """
    from husky_kernel.corrections import CorrectionLog

    folder = Path(adapter).expanduser()
    ref = str(folder.absolute()) if folder.is_dir() else adapter
    items = CorrectionLog(held_out).read().items if held_out is not None else ()
    if held_out is not None and not items:
        raise UseError(f"there are no corrections in {held_out}")
    found = check(ref, model, items, limit)
    if json:
        figures = [{"set": f.set, "n": f.n, "before": f.before, "after": f.after} for f in found.figures]
        typer.echo(json_format.dumps({"passed": found.passed, "decision": found.line(), "figures": figures}))
    else:
        typer.echo(found.line())
    if not found.passed:
        raise typer.Exit(1)


def check(ref: str, model: str, items: tuple[Correction, ...], limit: int | None = None) -> GateVerdict:
    """Put the adapter ``ref`` (a name or a path) to the gate, and note on its card what it came to.

    Raises
    ------
    UseError
        If there is no such adapter, or it is for another model.
    """
    from husky_kernel import models
    from husky_kernel.config import load_settings
    from husky_kernel.corrections import Corrections
    from husky_kernel.models.adapted import AdaptedName, split_name
    from husky_kernel.training.gate import compare
    from husky_kernel.training.regression import read_tasks

    adapter = models.find_adapter(ref)
    role, now = adapter.card.module, split_name(model or adapter.card.base)
    before = AdaptedName(now.base, {other: name for other, name in now.refs.items() if other != role}, bare=True)
    if role in now.refs and now.refs[role] != ref:  # better than what is on, not than nothing
        before = now
    after = AdaptedName(now.base, {**now.refs, role: ref})
    tasks, items = read_tasks()[:limit], Corrections(items).pairs(role)
    settings = replace(load_settings(), code_timeout=SECONDS, max_steps=SHOWN_STEPS, approve="none")
    marks = [_marks(str(name), settings, items, tasks) for name in (before, after)]
    found = compare(marks[0], marks[1], len(items), len(tasks))
    models.change_card(adapter.folder, figures=found.figures, decision=found.line())
    return found


def _marks(name: str, settings: Settings, items: tuple[Correction, ...], tasks: list[ShortTask]) -> Marks:
    from husky_kernel.assembly import load_agent
    from husky_kernel.eval.sandbox import Limits, Sandbox
    from husky_kernel.training.gate import mark

    def tell(line: str) -> None:
        typer.echo(line, err=True)

    agent = load_agent(name, settings, lambda text, fraction: None)
    try:
        with Sandbox(Limits(seconds=settings.code_timeout, output=settings.output_limit)) as sandbox:
            return mark(agent, items, tasks, solver(settings, sandbox), tell)
    finally:
        agent.close()


def solver(settings: Settings, sandbox: Sandbox) -> Solve:
    """Solves a task by the whole loop, with its tables as the only variables of ``sandbox``."""
    from husky_kernel.cli.run.apart import solve_apart

    def solve(agent: Agent, task: ShortTask) -> bool:
        return task.solved(solve_apart(task.question, task.frames(), agent, sandbox, settings).answer)

    return solve
