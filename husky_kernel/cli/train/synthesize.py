"""``husky train synthesize``: trajectories from annotated data, from a teacher, and from corrections."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from husky_kernel.training.checks.worker import Worker
    from husky_kernel.training.journal import Journal
    from husky_kernel.training.synthesize import Result
    from husky_kernel.training.trajectories import Trajectory

STYLES = ("whole", "stepwise")


def synthesize(
    data: Annotated[list[Path] | None, typer.Option("--data", help="A file; for --from all a folder.")] = None,
    sources: Annotated[list[str] | None, typer.Option("--from", help="Converter for each --data, or all.")] = None,
    teacher: Annotated[bool, typer.Option("--teacher", help="Have a model solve the questions of --set.")] = False,
    name: Annotated[str | None, typer.Option("--set", help="With --teacher: the benchmark of --data.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="With --teacher: a model or team.")] = None,
    samples: Annotated[int, typer.Option("--samples", "-k", min=1, help="With --teacher: tries a question.")] = 4,
    temperature: Annotated[float, typer.Option(min=0.0, max=2.0, help="Of all tries but the first.")] = 0.7,
    max_steps: Annotated[int | None, typer.Option("--max-steps", min=1, help="Acting steps of the teacher.")] = None,
    style: Annotated[str, typer.Option(help="whole: arithmetic is one program; stepwise: a step a line.")] = "whole",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only so many records of each file.")] = None,
    exclude: Annotated[
        list[Path] | None, typer.Option("--exclude", help="Questions to keep out: a file or folder.")
    ] = None,
    corrections: Annotated[bool, typer.Option(help="Add what you corrected in runs; it replaces the rest.")] = True,
    out: Annotated[Path, typer.Option("--out", help="The file of trajectories to write.")] = Path("trajectories.jsonl"),
    licence: Annotated[str, typer.Option(help="With --teacher: the licence of the questions.")] = "unknown",
    yes: Annotated[bool, typer.Option("--yes", help="Fetch large models without asking.")] = False,
) -> None:
    """Make trajectories, each carried out and checked, with a datasheet beside them.

    A run that was killed goes on where it was; other sources are added to what is there.
    """
    from husky_kernel.training.checks.worker import Worker
    from husky_kernel.training.journal import Journal

    files = data or []
    _check(files, sources or [], teacher, name, style)
    journal = Journal(out)
    with Worker() as worker:
        if teacher:
            _teach(str(name), files, model, samples, temperature, max_steps, limit, licence, yes, journal, worker)
        else:
            _convert(sources or [], files, style, limit, journal, worker)
    _report(_finish(journal, out, _corrections() if corrections else [], exclude or [], files))


def _check(files: Sequence[Path], sources: Sequence[str], teacher: bool, name: str | None, style: str) -> None:
    if style not in STYLES:
        raise UseError(f"there is no style {style!r}: choose from {', '.join(STYLES)}")
    if teacher and (name is None or sources or not files):
        raise UseError("a teacher needs --set NAME and --data FILE, and no --from")
    if not teacher and name is not None:
        raise UseError("--set goes with --teacher; name a converter by --from")
    if bool(files) != bool(sources or teacher):
        raise UseError("name what to read: --from NAME --data FILE, --from all --data FOLDER, or --teacher")
    if missing := [file for file in files if not file.exists()]:
        raise UseError(f"there is no file {missing[0]}")


def _convert(
    sources: Sequence[str], files: Sequence[Path], style: str, limit: int | None, journal: Journal, worker: Worker
) -> None:
    from husky_kernel.cli.train.lending import how
    from husky_kernel.training.converters.sources import plan
    from husky_kernel.training.synthesize import convert

    for source, file in plan(sources, files):
        convert(source, file, how(style), journal, worker, limit, _tell)


def _teach(
    name: str,
    files: Sequence[Path],
    model: str | None,
    samples: int,
    temperature: float,
    max_steps: int | None,
    limit: int | None,
    licence: str,
    yes: bool,
    journal: Journal,
    worker: Worker,
) -> None:
    from tempfile import TemporaryDirectory

    from husky_kernel.assembly import load_agent, tool_context
    from husky_kernel.cli.train.lending import lessons
    from husky_kernel.config import load_settings
    from husky_kernel.kernel.bare_shell import bare_shell
    from husky_kernel.tools.registry import load_tools
    from husky_kernel.training.teacher import Teacher

    settings = load_settings(model=model, max_steps=max_steps, download_without_asking=yes or None)
    questions = [lesson for file in files for lesson in lessons(name, file, limit)]
    agent = load_agent(None, settings, lambda text, fraction: None)
    with TemporaryDirectory(prefix="husky-") as folder:
        tools = load_tools(tool_context(bare_shell({}, folder), settings))
        one = Teacher(agent, tools, worker, settings.max_steps, samples, temperature)
        for kept, done in one.teach(questions, name, licence, journal):
            _tell(f"{name}: {kept:,} of {done:,} samples are right")
    agent.close()


def _corrections() -> list[Trajectory]:
    from husky_kernel.corrections import CorrectionLog, correction_file
    from husky_kernel.training.corrected import corrected

    return corrected(CorrectionLog(correction_file()).read().items)


def _finish(
    journal: Journal, out: Path, corrections: list[Trajectory], exclude: Sequence[Path], files: Sequence[Path]
) -> Result:
    from husky_kernel.training.converters.sources import unannotated
    from husky_kernel.training.datasheet import Setup
    from husky_kernel.training.synthesize import finish

    command = shlex.join(["husky", *sys.argv[1:]])
    others = {name: why for file in files for name, why in unannotated(file).items()}
    return finish(journal, out, corrections, exclude, Setup(command, unannotated=others))


def _report(result: Result) -> None:
    for (source, cause), count in sorted(result.selection.left_out.items()):
        _tell(f"{source}: {count:,} left out, {cause}")
    kept, dropped = len(result.selection.kept), sum(result.counts.dropped.values())
    typer.echo(f"{kept:,} trajectories in {result.out}, {dropped:,} records dropped; see {result.sheet}")


def _tell(line: str) -> None:
    typer.echo(line, err=True)
