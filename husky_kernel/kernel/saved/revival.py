"""Saved runs that go on in their own cell: the front end opens a comm with the id of a trace, and shows the cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from husky_kernel.agent.errors import HuskyError, UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Trace
from husky_kernel.display.bundle import bundle
from husky_kernel.display.run_view import RunView
from husky_kernel.display.view import View
from husky_kernel.display.widget import silence, unpin
from husky_kernel.kernel.saved.recorded_run import RecordedRun
from husky_kernel.kernel.saved.recordings import Recording
from husky_kernel.kernel.session import Session

NOTE = "Goes on from the file. Its variables are not there: `%%husky --replay` in its cell runs its steps."


def revive(session: Callable[[], Session], comm: Any, message: Mapping[str, Any]) -> None:
    """Answer a comm that was opened with ``{"id": …}``: with the id of the widget, or with one line of what is wrong.

    Later, whenever the run has ended anew, with the ``bundle`` that belongs into the file.
    """
    unpin(comm)
    silence(comm)
    id = message["content"]["data"].get("id")
    try:
        owner = session()
        run = RevivedRun(owner, _saved(owner, id), comm)
        run.show(NOTE)
        owner.keep(run.recorded, None)
        comm.send({"model_id": run.widget_id})
    except HuskyError as error:
        comm.send({"error": one_line(str(error))})


def _saved(session: Session, id: object) -> Recording:
    path = session.recordings.notebook()
    found = next((one for one in session.recordings.all(path) if one.trace.id == id), None)
    if found is None:
        raise UseError(f"this run is not in the file {path.name} yet: save the notebook first")
    return found


class RevivedRun(RecordedRun):
    """A recorded run whose cards the front end puts where the saved ones were."""

    def __init__(self, session: Session, recording: Recording, comm: Any) -> None:
        super().__init__(session, recording)
        self._copy = _Told(comm)
        self._cards: _Undisplayed | None = None

    @property
    def widget_id(self) -> str:
        """The id of the cards' model. UseError before they are there."""
        if self._cards is None:
            raise UseError("this notebook shows no cards")
        return str(self._cards.widget.model_id)

    def _view(self) -> View:
        self._cards = _Undisplayed(self.recorded.question, self.recorded.model, self.command)
        return self._cards


class _Undisplayed(RunView):
    """Cards that are not displayed by the kernel: the cell that opened the comm shows them."""

    def show(self) -> None:
        """Nothing: they are shown already."""


class _Told:
    """The copy that stays in the file: the front end writes it into the output where it was."""

    def __init__(self, comm: Any) -> None:
        self._comm = comm

    def begin(self) -> None:
        """What the file holds stays until the run has ended anew."""

    def show(self, trace: Trace) -> None:
        """Send it."""
        self._comm.send({"bundle": bundle(trace)})
