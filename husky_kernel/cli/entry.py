"""Where the command begins: all its parts put together, and its errors turned into one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from husky_kernel import __version__
from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.grammar import one_line
from husky_kernel.cli import cookbook, corrections, doctor, kernel, lab, models, read, replay, search
from husky_kernel.cli.bench import commands as bench
from husky_kernel.cli.eval import commands as eval
from husky_kernel.cli.group import HELP_OPTIONS, group
from husky_kernel.cli.run import command as run
from husky_kernel.cli.train import commands as train

NOT_SOLVED = 1
WRONG_USE = 2
INTERRUPTED = 130
"""What newer versions of typer make of Ctrl-C."""

# Newer versions of typer bring their own click, older ones use the installed one: this class is in either.
UsageError: Any = typer.BadParameter.__mro__[1]

app = group("Small models solve a task step by step, in a notebook or here.", name="husky")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"husky {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Small models solve a task step by step, in a notebook or here."""


COMMANDS: tuple[Callable[..., None], ...] = (run.run, read.read, replay.replay, lab.lab, doctor.doctor)
GROUPS = {
    "models": models.app,
    "kernel": kernel.app,
    "search": search.app,
    "corrections": corrections.app,
    "cookbook": cookbook.app,
    "eval": eval.app,
    "train": train.app,
    "bench": bench.app,
}

for command in COMMANDS:
    extra = {"allow_extra_args": True, "ignore_unknown_options": True} if command is lab.lab else {}
    app.command(context_settings=HELP_OPTIONS | extra)(command)
for name, part in GROUPS.items():
    app.add_typer(part, name=name)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with ``arguments``, by default the process's own, and exit: 0 solved, 1 not, 2 wrong use."""
    sys.exit(_exit_code(arguments))


def _exit_code(arguments: Sequence[str] | None) -> int:
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="husky", standalone_mode=False)
    except UsageError as error:
        return _usage(error)
    except HuskyError as error:
        return _complain(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        _complain("stopped")
        return NOT_SOLVED
    return code if isinstance(code, int) else 0


def _usage(error: Any) -> int:
    """Wrong options. Where nothing was asked at all, the help is the answer."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.ctx.get_help(), err=True)
        return WRONG_USE
    path = error.ctx.command_path if error.ctx else "husky"
    return _complain(f"{error.format_message().rstrip('. ')} (see {path} --help)")


def _complain(message: str) -> int:
    typer.echo(f"husky: {one_line(message)}", err=True)
    return WRONG_USE
