"""``husky bench trace``: where the time of a recorded run went."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Trace


def trace(
    file: Annotated[
        Path, typer.Argument(help="What `husky run --json` printed, or a saved notebook.", show_default=False)
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Seconds of each step by part, and tokens by role, of the runs that FILE holds."""
    from husky_kernel.bench.spent import ratios, rows, tell
    from husky_kernel.display.lines import clean
    from husky_kernel.machine import machine

    traces = _timed(file.expanduser())
    if json:
        found = {"bench": "trace", "machine": machine(), "ratios": ratios(traces), "rows": rows(traces)}
        typer.echo(json_format.dumps(found))
        return
    typer.echo("\n\n".join("\n".join(map(clean, tell(one).splitlines())) for one in traces))


def _timed(path: Path) -> list[Trace]:
    """The runs of a file, as far as their time was booked."""
    from husky_kernel.bench.spent import has_timeline

    every = _read(path)
    traces = list(filter(has_timeline, every))
    if not traces:
        lacking = "no run" if not every else "runs of an older version alone, which booked no time"
        raise UseError(f"{path} holds {lacking}: run it again, and save it")
    return traces


def _read(path: Path) -> list[Trace]:
    from husky_kernel.kernel.saved.recordings import read_cells

    if path.suffix == ".ipynb":
        return [trace for cell in read_cells(path) for trace in cell.traces]
    try:
        return [Trace.from_json(json_format.loads(path.read_text(encoding="utf-8")))]
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise UseError(f"{path} is not a run as `husky run --json` prints it: {error}") from error
