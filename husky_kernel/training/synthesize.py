"""Stage 1: from annotated records, a teacher's samples and a person's corrections to checked trajectories.

Everything goes through a journal beside the output (:mod:`~husky_kernel.training.journal`), so a run that was killed
goes on where it was, and later runs add to what is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.training.checks.verify import trajectory, verify
from husky_kernel.training.checks.worker import Worker, WorkerDied
from husky_kernel.training.converters.source import How, Source
from husky_kernel.training.datasheet import Counts, Setup, datasheet
from husky_kernel.training.exclusion import Excluded
from husky_kernel.training.journal import BROKEN, Entry, Journal
from husky_kernel.training.records import records
from husky_kernel.training.selection import Selection, select
from husky_kernel.training.trajectories import Trajectory, Unfit

DIED = "the program hung or ended its process"
EVERY = 500
"""Records after which progress is told."""

Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Result:
    """What was put out, and where."""

    selection: Selection
    counts: Counts
    out: Path
    sheet: Path


def convert(
    source: Source, file: Path, how: How, journal: Journal, worker: Worker, limit: int | None, tell: Tell
) -> None:
    """Carry out the records of ``file`` that ``journal`` does not have yet.

    Raises
    ------
    UseError
        If the file cannot be read.
    """
    kept = done = 0
    for number, record in records(file, limit):
        key = f"{source.name}/{file.name}/{how.style}/{number}"
        if key in journal:
            continue
        entry = _entry(source, key, record, replace(how, index=number), worker)
        journal.add(entry)
        kept, done = kept + (entry.trajectory is not None), done + 1
        if done % EVERY == 0:
            tell(f"{file.name}: {kept:,} of {done:,} carried out")
    tell(f"{file.name}: {kept:,} of {done:,} carried out ({kept / done:.1%})" if done else f"{file.name}: done before")


def _entry(source: Source, key: str, record: Mapping[str, Any] | None, how: How, worker: Worker) -> Entry:
    if record is None:
        return Entry(key, source.name, cause=BROKEN)
    try:
        draft = source.convert(record, how)
        solved = worker.call(verify, draft)
    except Unfit as cause:
        return Entry(key, source.name, cause=str(cause))
    except WorkerDied:
        return Entry(key, source.name, cause=DIED)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return Entry(key, source.name, cause=BROKEN)
    return Entry(key, source.name, trajectory(draft, solved, source.name, source.licence, key))


def finish(
    journal: Journal, out: Path, corrections: Sequence[Trajectory], exclude: Iterable[Path], setup: Setup
) -> Result:
    """Select from all of the journal, and write the trajectories and their datasheet.

    Raises
    ------
    UseError
        If a file of questions to exclude cannot be read, or the output cannot be written.
    """
    excluded = Excluded(exclude)
    counts, found = Counts(), []
    for entry in journal.read():
        counts.read[entry.source] += 1
        if entry.trajectory is not None:
            counts.solved[entry.source] += 1
            found.append(entry.trajectory)
        else:
            counts.dropped[entry.source, entry.cause or BROKEN] += 1
    selection = select(found, corrections, excluded)
    sheet = out.with_name("DATASHEET.md")
    text = datasheet(selection.kept, counts, selection.left_out, replace(setup, excluded=excluded.count))
    write_trajectories(out, selection.kept)
    _write(sheet, text)
    return Result(selection, counts, out, sheet)


def read_trajectories(path: Path) -> list[Trajectory]:
    """What :func:`write_trajectories` wrote.

    Raises
    ------
    UseError
        If the file cannot be read, or holds something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [Trajectory.from_json(json.loads(line)) for line in lines if line.strip()]
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise UseError(f"{path} holds no trajectories ({error}): make them with `husky train synthesize`") from error


def write_trajectories(path: Path, some: Iterable[Trajectory]) -> None:
    """One a line, all or nothing. Raises UseError if the file cannot be written."""
    _write(path, "".join(json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in some))


def _write(path: Path, text: str) -> None:
    """All or nothing: a kill leaves the old file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.part")
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise UseError(f"cannot write {path}: {error.strerror or error}") from error
