"""``husky replay``: run a notebook again without any model, and tell whether it gives what it gave."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Annotated, Any

import typer

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from husky_kernel.kernel.saved.recordings import RecordedCell

STARTUP = 180
"""Seconds that the kernel may take to start."""

DIFFERS = "ReplayDiffers"
"""The name under which a cell reports a difference: :class:`husky_kernel.kernel.saved.replay.ReplayDiffers`."""


def replay(
    notebook: Annotated[Path, typer.Argument(help="A notebook that was run and saved.", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the notebook as it was run here.")] = None,
    timeout: Annotated[
        int | None, typer.Option(metavar="S", min=1, help="Seconds that one cell may take. By default no limit.")
    ] = None,
    trust: Annotated[
        bool, typer.Option("--trust", "--yes", "-y", help="Run it though your Jupyter has not signed it.")
    ] = False,
) -> None:
    """Run a notebook from top to bottom without any model: its %%husky cells run their recorded steps again.

    All of its code runs with your rights. A notebook that your Jupyter has not signed is shown and asked about first.

    Exit code 0: every output is as recorded. 1: one is not, or a cell failed. 2: wrong use or set-up.
    """
    from husky_kernel.kernel.saved.recordings import read_cells
    from husky_kernel.kernel.saved.signed import is_trusted

    path = notebook.expanduser().absolute()
    _check_recorded(path, cells := read_cells(path))
    if not (trust or is_trusted(path)):
        _ask(path, cells)
    failures = list(_run(path, out, timeout))
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(1)
    runs = [trace for cell in cells for trace in cell.traces]
    steps = sum(len(trace.steps) for trace in runs)
    typer.echo(f"{notebook}: {_count(len(runs), 'run')} of {_count(steps, 'step')}, all as recorded")


def _check_recorded(path: Path, cells: tuple[RecordedCell, ...]) -> None:
    """UseError where there is nothing to compare with."""
    if not any(cell.traces for cell in cells):
        raise UseError(f"{path.name} holds no recorded run: run it with a model first, and save it")
    missing = [str(cell.number) for cell in cells if not cell.traces]
    if missing:
        raise UseError(f"no run is recorded in cell {', '.join(missing)} of {path.name}: run it with a model, and save")


def _ask(path: Path, cells: tuple[RecordedCell, ...]) -> None:
    """Show what would run, and ask. UseError if it shall not, or nobody can be asked."""
    from husky_kernel.cli.run.approval import in_terminal
    from husky_kernel.display.lines import clean
    from husky_kernel.kernel.saved.signed import unsigned, would_run

    if not in_terminal():
        raise UseError(f"{unsigned(path)}: look at it, and add --trust")
    code = [f"cell {number}\n{_indented(source)}" for number, source in _sources(path)]
    typer.echo(clean("\n".join([*code, would_run(trace for cell in cells for trace in cell.traces)])), err=True)
    if not typer.confirm(f"All this would run, and {unsigned(path)}. Run it?", err=True):
        raise UseError("nothing was run")


def _sources(path: Path) -> Iterator[tuple[int, str]]:
    """The code cells, numbered among all."""
    import nbformat

    book: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    yield from ((number, cell.source) for number, cell in enumerate(book.cells, 1) if cell.cell_type == "code")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _run(path: Path, out: Path | None, timeout: int | None) -> Iterator[str]:
    """Execute the notebook; what failed, as it is to be told."""
    import nbformat
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    book: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    place = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(book, timeout=timeout, startup_timeout=STARTUP, resources=place)
    environment = {**os.environ, "HUSKY_REPLAY": "1", "HUSKY_NOTEBOOK": str(path), "HUSKY_TRUST": str(path)}
    broken: list[str] = []
    try:
        with TemporaryFile() as said:  # a kernel warns of much; it is told where the kernel died
            try:
                client.execute(env=environment, stderr=said)
            except (RuntimeError, TimeoutError) as error:  # it died, did not start, or a cell took too long
                said.seek(0)
                broken = [_plain(str(error)), _plain(said.read().decode(errors="replace")[-2000:])]
    except NoSuchKernel as error:
        raise UseError(f"the kernel {error.name!r} is not installed: `husky kernel install` installs ours") from error
    except CellExecutionError as error:
        broken = [] if error.ename == DIFFERS else [_plain(str(error))]
    finally:
        if out is not None:
            _write(book, out)
    yield from _differences(book)
    yield from filter(None, broken)


def _differences(book: Any) -> Iterator[str]:
    """The differences that cells report, also in those that may fail."""
    for number, cell in enumerate(book.cells, 1):
        for output in cell.get("outputs", ()):
            if output.output_type == "error" and output.ename == DIFFERS:
                headline, *diff = output.traceback
                yield "\n".join((f"cell {number}: {headline.removeprefix(f'{DIFFERS}: ')}", *diff))


def _write(book: Any, out: Path) -> None:
    import nbformat

    try:
        nbformat.write(book, out.expanduser())  # type: ignore[no-untyped-call]
    except OSError as error:
        raise UseError(f"cannot write {out}: {error.strerror or error}") from error


def _plain(text: str) -> str:
    from husky_kernel.display.lines import clean

    return clean(text).strip()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
