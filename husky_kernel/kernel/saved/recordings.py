"""The runs that a notebook file holds: each trace with the cell that it belongs to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.reruns.branches import line, lines
from husky_kernel.agent.schema import check
from husky_kernel.agent.types import MEDIA_TYPE, SCHEMA, Trace
from husky_kernel.context.variables import fill
from husky_kernel.display.saved import whole
from husky_kernel.kernel.magics.transformer import parts
from husky_kernel.kernel.saved.notebook_file import notebook_file
from husky_kernel.kernel.saved.signed import allowed_by_person, is_trusted
from husky_kernel.trust.secrets import Redactor

Confirm = Callable[[Path, Sequence[Trace]], None]
"""Asks a person whether the runs of a notebook may run; UseError if not."""


@dataclass(frozen=True, slots=True)
class RecordedCell:
    """A code cell that asks with ``%%husky`` or holds runs. ``number`` counts all cells from 1.

    ``options`` and ``question`` are as they stand in the cell, None where it asks in another way than ``%%husky``.
    """

    number: int
    id: str | None
    options: str | None
    question: str | None
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """One run, its cell, and whether its code is known to be this user's."""

    trace: Trace
    cell: RecordedCell
    trusted: bool = False


def read_cells(path: Path) -> tuple[RecordedCell, ...]:
    """The cells of the notebook at ``path`` that ask or hold runs, in order.

    A run may be in the file twice, in its own cell and below ``%husky restore``. It is taken once, in its own cell, as
    it was when it had the most lines.

    Raises
    ------
    UseError
        If there is no such file, it is not a notebook, or a trace in it is not one that this version knows.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found = [_read(number, cell) for number, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    except OSError as error:
        raise UseError(f"cannot read the notebook {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UseError) as error:
        raise UseError(f"{path} is not a notebook whose runs can be read: {error}") from error
    return _once(cell for cell in found if cell.question is not None or cell.traces)


def _read(number: int, cell: Mapping[str, Any]) -> RecordedCell:
    source = _joined(cell["source"])
    options, question = parts(source.splitlines(keepends=True)) or (None, None)
    shown = (output.get("data", {}) for output in cell.get("outputs", ()))
    traces = tuple(_trace(data) for data in shown if data.get(MEDIA_TYPE) is not None)
    return RecordedCell(number, cell.get("id"), options, None if question is None else question.strip(), traces)


def _trace(data: Mapping[str, Any]) -> Trace:
    """The trace in a notebook's output, which anybody may have written. ValueError where it is none."""
    saved = data[MEDIA_TYPE]
    if isinstance(saved, Mapping) and saved.get("schema") == SCHEMA:
        check(saved, Trace)
    trace = Trace.from_json(whole(data))
    for one in lines(trace):
        if [step.index for step in one.steps] != list(range(len(one.steps))):
            raise ValueError(f"the steps of the line {one.id} are not numbered from 0")
    line(trace, trace.branch)
    for output in (output for one in lines(trace) for step in one.steps for output in step.outputs):
        if not isinstance(output.get("data", {}), Mapping):
            raise ValueError("an output's data is no object")
    return trace


def _joined(text: Any) -> str:
    """Notebook files may hold a text as its lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def _once(cells: Any) -> tuple[RecordedCell, ...]:
    ordered = list(cells)
    newest: dict[str, Trace] = {}
    for trace in (trace for cell in ordered for trace in cell.traces):
        old = newest.get(trace.id)
        newest[trace.id] = trace if old is None or len(trace.branches) >= len(old.branches) else old
    asked = {trace.id for cell in ordered if cell.question is not None for trace in cell.traces}
    kept = []
    for cell in ordered:
        own = [trace.id for trace in cell.traces if cell.question is not None or trace.id not in asked]
        asked |= set(own)
        kept.append(replace(cell, traces=tuple(newest[id] for id in own)))
    return tuple(cell for cell in kept if cell.question is not None or cell.traces)


class Recordings:
    """The runs of the notebook that a shell belongs to, handed out one after the other."""

    def __init__(self, shell: Any, confirm: Confirm = allowed_by_person) -> None:
        self._shell, self._confirm = shell, confirm
        self._taken: set[int] = set()
        self._version: tuple[Path, int] | None = None
        self._known: tuple[Recording, ...] = ()
        self._allowed: set[Path] = set()
        """Notebooks whose runs a person wants to run, though they are not trusted."""

    def notebook(self, name: str | None = None) -> Path:
        """The notebook called ``name``, or the one that this shell belongs to; UseError if that cannot be told."""
        return notebook_file(self._shell) if name is None else Path(name).expanduser()

    def all(self, path: Path) -> tuple[Recording, ...]:
        """Every run that the notebook at ``path`` holds, in order. Errors are those of :func:`read_cells`."""
        cells, trusted = read_cells(path), path.absolute() in self._allowed or is_trusted(path)
        return tuple(Recording(trace, cell, trusted) for cell in cells for trace in cell.traces)

    def allow(self, path: Path) -> None:
        """Let the recorded code of the notebook that is read run: a person is asked once, unless it is trusted.

        Raises
        ------
        UseError
            If they do not want it, or nobody can be asked.
        """
        if path.absolute() in self._allowed or all(one.trusted for one in self._known):
            return
        self._confirm(path, [one.trace for one in self._known])
        self._allowed.add(path.absolute())

    def take(self, question: str) -> Recording:
        """The recording of the cell that runs now, to be run: of the cell with its id, else the next with its question.

        A question that stands in several cells gets their runs in their order, and then from the beginning again.

        Raises
        ------
        UseError
            If the notebook is not found or cannot be read, holds no run of this question, or may not be run.
        """
        path = self.notebook()
        self._refresh(path)
        asked = [at for at, one in enumerate(self._known) if self._is_of(one, question)]
        here = [
            at for at in asked if self._known[at].cell.id is not None and self._known[at].cell.id == self._cell_id()
        ]
        fitting = here or asked
        if not fitting:
            raise UseError(f"{path.name} holds no run of this question: run the cell without replay, and save it first")
        self.allow(path)
        if self._taken.issuperset(fitting):
            self._taken.difference_update(fitting)
        at = next(at for at in fitting if at not in self._taken)
        self._taken.add(at)
        return self._known[at]

    def _refresh(self, path: Path) -> None:
        """Read the file again where it was saved since."""
        version = (path, path.stat().st_mtime_ns if path.is_file() else 0)
        if version != self._version:
            self._known, self._taken, self._version = self.all(path), set(), version

    def _is_of(self, one: Recording, question: str) -> bool:
        if one.cell.question is not None:
            return one.cell.question == question
        redactor = Redactor(self._shell.user_ns)  # what is a secret now need not have been one then
        return redactor.text(one.trace.question) == redactor.text(fill(question, self._shell.user_ns))

    def _cell_id(self) -> str | None:
        """The id of the running cell, where the front end tells it."""
        if not hasattr(self._shell, "get_parent"):
            return None
        id = self._shell.get_parent().get("metadata", {}).get("cellId")
        return id if isinstance(id, str) else None
