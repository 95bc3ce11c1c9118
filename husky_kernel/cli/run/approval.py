"""Approving steps in a terminal, where there are no cards."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.grammar import one_line

Ask = Callable[[], str]


def in_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_line() -> str:
    """What a person types. The question goes to standard error: standard output is for the answer."""
    asked = "Run it? [Y]es, [s]kip, or the name of another tool"
    return str(typer.prompt(asked, default="", show_default=False, err=True))


class TerminalReviewer:
    """Shows a step that waits and takes a person's word for it. Ctrl-C stops the run.

    Enter alone lets it run, but for one that wants to do something beyond the notebook: that one is skipped.
    """

    def __init__(self, tools: tuple[str, ...], ask: Ask = ask_line) -> None:
        self._tools = tools
        self._ask = ask

    def __call__(self, event: Review, why: str) -> Verdict:
        """The verdict on the step in ``event``, which waits because of ``why``."""
        step = event.step
        typer.echo(f"\nStep {step.index + 1} [{step.tool}] {one_line(step.step)}  ({why})", err=True)
        typer.echo("\n".join(f"    {line}" for line in (step.call or "").splitlines()), err=True)
        while True:
            said = self._ask().strip().lower()
            if said in ("y", "yes") or not (said or event.held):
                return Verdict("act")
            if said in ("", "s", "skip"):
                return Verdict("skip")
            if said in self._tools:
                return Verdict("flip", tool=said)
            typer.echo(f"y, s, or one of {', '.join(self._tools)}; Ctrl-C stops the run", err=True)
