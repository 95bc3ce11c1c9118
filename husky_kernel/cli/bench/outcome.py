"""How a benchmark is run and what it prints: one JSON object or a table, also of what Ctrl-C left."""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from husky_kernel.cli.outcome import take_stdout

if TYPE_CHECKING:
    from husky_kernel.bench.outcome import Measured, Outcome

Row = TypeVar("Row")

PATIENCE = 6.0
"""Seconds that a measurement may take to stop."""


def tell(line: str) -> None:
    """Progress, on standard error."""
    typer.echo(f"husky: {line}", err=True)


def measure(
    rows: Callable[[], Iterable[Row]],
    outcome: Callable[[list[Row]], Outcome],
    as_json: bool,
    out: Path | None = None,
    stop: Callable[[], object] = lambda: None,
) -> None:
    """Collect rows and print what they come to. After Ctrl-C what was measured is printed, with exit code 1.

    ``out`` gets the JSON object after every row, so that a run that is killed leaves it too. ``stop`` is called at
    Ctrl-C on another thread than the one that measures.
    """
    stdout = take_stdout()
    found: list[Row] = []
    whole = _collect(rows, found, stop, lambda: _save(outcome(found), out))
    _print(outcome(found), as_json, stdout)
    if not whole:
        sys.stderr.flush()
        os._exit(1)  # an engine may still be at work


def _collect(
    rows: Callable[[], Iterable[Row]], found: list[Row], stop: Callable[[], object], save: Callable[[], object]
) -> bool:
    """Fill ``found``; False if it was interrupted. What the measurement raises is raised here."""
    said: queue.Queue[Row | BaseException | None] = queue.Queue()
    worker = threading.Thread(target=_work, args=(rows, said), daemon=True)
    worker.start()
    try:
        while (row := _next(said)) is not None:
            if isinstance(row, BaseException):
                raise row
            found.append(row)
            save()
    except KeyboardInterrupt:
        tell("stopped; this is what was measured")
        stop()
        worker.join(PATIENCE)
        return False
    return True


def _work(rows: Callable[[], Iterable[Row]], said: queue.Queue[Row | BaseException | None]) -> None:
    try:
        for row in rows():
            said.put(row)
    except BaseException as error:
        said.put(error)
    said.put(None)


def _next(said: queue.Queue[Row | BaseException | None]) -> Row | BaseException | None:
    while True:
        try:
            return said.get(timeout=0.2)  # Ctrl-C is heard in between
        except queue.Empty:
            continue


def _text(outcome: Outcome) -> str:
    from husky_kernel.eval.about import versions
    from husky_kernel.machine import machine

    return json.dumps(outcome.to_json(machine(), versions()), ensure_ascii=False)


def _save(outcome: Outcome, out: Path | None) -> None:
    if out is not None:
        draft = out.with_name(f"{out.name}.draft")
        draft.write_text(_text(outcome) + "\n", encoding="utf-8")
        draft.replace(out)


def _print(outcome: Outcome, as_json: bool, stdout: TextIO) -> None:
    with stdout:
        stdout.write((_text(outcome) if as_json else outcome.text()) + "\n")


def told(rows: Iterable[Measured]) -> Iterator[Measured]:
    """``rows`` as they are, each told on standard error."""
    for row in rows:
        tell(f"{row.what}, {row.side}: {row.median:,.2f} {row.unit}")
        yield row
