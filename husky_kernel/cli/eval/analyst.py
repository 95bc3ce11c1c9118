"""``husky eval run --set analyst``: notebooks of an analyst's questions, each played in a kernel of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.config import Settings

if TYPE_CHECKING:
    from husky_kernel.eval.analyst.session import Session
    from husky_kernel.eval.journal import Journal

SET = "analyst"
AGENT = "husky"


def refuse(options: Mapping[str, object]) -> None:
    """Raise UseError for an option that this set does not have."""
    for name, value in options.items():
        if value:
            raise UseError(
                f"--{name} is not for --set {SET}: its notebooks are played one after the other, by the loop"
            )


def measure(data: Path | None, folder: Path | None, limit: int | None, settings: Settings, out: Path | None) -> None:
    """Play the cases of ``data`` and the sessions of ``folder``; a session that was played to its end is not played
    again."""
    from husky_kernel.assembly import chosen_model
    from husky_kernel.eval.analyst.player import Player
    from husky_kernel.eval.plan import Plan

    sessions = _sessions(data, folder)[:limit]
    plan = Plan(SET, (AGENT,), (), settings, out=out)
    journal = plan.journal()
    player, start, first = Player(chosen_model(settings), settings), perf_counter(), 0
    for session in sessions:
        counted = [turn.ask for turn in session.turns if turn.check]
        indices = range(first, first := first + len(counted))
        if [item.question for item in journal.items(AGENT, indices)] == counted:
            continue
        for index, outcome in zip(indices, player.play(session), strict=True):
            journal.add(AGENT, outcome.item(index), perf_counter() - start)
            typer.echo(outcome.line(), err=True)
    _report(plan, journal, range(first), journal.seconds + perf_counter() - start)


def _sessions(data: Path | None, folder: Path | None) -> list[Session]:
    from husky_kernel.eval.analyst.session import read_cases, read_sessions

    if data is None and folder is None:
        raise UseError(f"say what {SET} plays: --sessions DIR, --data CASES.jsonl; docs/evaluation.md tells the form")
    found = read_sessions(folder) if folder is not None else []
    return [*found, *(read_cases(data) if data is not None else ())]


def _report(plan: Any, journal: Journal, indices: range, seconds: float) -> None:
    from husky_kernel.eval.analyst.report import AnalystReport
    from husky_kernel.eval.report import write_report

    [common] = plan.reports(journal, seconds)
    items = journal.items(AGENT, indices)
    report = AnalystReport(SET, AGENT, common.model, items, common.about)
    if plan.out is not None:
        write_report(report, plan.out)
    journal.remove()
    typer.echo(report.line())
