"""A run that comes out of a notebook file: its cards take the same commands as those of a run just made."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from husky_kernel import models
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.types import Task, Trace
from husky_kernel.context.task import task_of
from husky_kernel.display.bundle import run_text
from husky_kernel.display.command import Command
from husky_kernel.kernel.gate import Watchfulness
from husky_kernel.kernel.magics.options import Options, parse_options
from husky_kernel.kernel.magics.wish import Wish
from husky_kernel.kernel.run import CellRun
from husky_kernel.kernel.saved.recordings import Recording

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session


class RecordedRun(CellRun):
    """Belongs to one output of the cell that shows it, and to nobody's turn until a card is pressed."""

    def __init__(self, session: Session, recording: Recording, wish: Wish | None = None) -> None:
        super().__init__(session, wish or _wish(session, recording))
        self.recorded: Trace = recording.trace
        self._trusted = recording.trusted

    def show(self, note: str) -> None:
        """Display the cards, with ``note`` in their header, and the copy that stays. In a terminal, plain lines.

        Raises
        ------
        UseError
            If the recording holds what cannot be displayed.
        """
        try:
            self._show(note)
        except Exception as error:  # who knows what a file holds that somebody else has written
            raise UseError(f"the run {self.recorded.id} cannot be shown: {one_line(str(error))}") from error

    def _show(self, note: str) -> None:
        if not hasattr(self.session.shell, "kernel"):
            print(run_text(self.recorded))
            return
        with suppress(RuntimeError):  # no event loop: cards that only show
            self._attach()
        self._prepare()
        self.trace = self.recorded
        self.audience.finished(self.recorded)
        self.audience.status(note)
        self._publish(self.recorded)
        self._afterwards.ended(self.recorded)

    def _prepare(self) -> None:
        self._model, self.task = self.recorded.model, Task(self.recorded.question)
        self._watched(self.recorded)

    def _watchfulness(self) -> Watchfulness:
        """Recorded code that may be somebody else's waits for a look, also where other steps do not."""
        return replace(super()._watchfulness(), recorded=not self._trusted)

    def command(self, command: Command) -> None:
        """As of any run. A step that a person has run again is one that they have seen."""
        if command.kind == "rerun" and command.call is not None:
            self.gate.allow(command.index or 0, command.call)
        super().command(command)

    def ready_again(self) -> None:
        """Now the models are needed, and told of the variables as they are now."""
        namespace, question = self.session.shell.user_ns, self.recorded.question
        self.task = task_of(question, namespace, self._wish.context_tokens)
        self._model = self.session.choose(_known(self.recorded.model))


def _wish(session: Session, recording: Recording) -> Wish:
    """What the cell of a recording asks for, as far as it can still be read."""
    options, settings = Options(), session.settings
    with suppress(UseError):
        options = parse_options(recording.cell.options or "")
    steps = options.max_steps or settings.max_steps
    return Wish(recording.trace.question, recording.trace.model, steps, options.into, False, settings.context_tokens)


def _known(model: str) -> str | None:
    """``model`` if it is still there; None for the one of the settings."""
    try:
        models.resolve(model)
    except UseError:
        return None
    return model
