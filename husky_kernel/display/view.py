"""What every view of a run can do, and what a person can ask for through one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, Protocol

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.events import Field
from husky_kernel.agent.types import Step, Trace
from husky_kernel.config import Approve
from husky_kernel.display.command import Answer, Command, Kind, read_command
from husky_kernel.display.tree import Branch, Side

__all__ = ["Answer", "Branch", "Command", "Kind", "Phase", "Side", "View", "read_command"]

Phase = Literal["planning", "writing", "running", "rewriting", "waiting", "done"]


class View(Protocol):
    """Shows one run, and its reruns. Every method is called on the kernel's main thread."""

    @property
    def attended(self) -> bool:
        """Whether it is in front of somebody who can press things on it."""

    def show(self) -> None:
        """Appear. Calls after the first do nothing."""

    def named(self, model: str) -> None:
        """The run's model, where it was not known yet when the view appeared."""

    def status(self, text: str, fraction: float | None = None) -> None:
        """Tell what goes on besides the steps, such as the loading of a model; ``fraction`` of it is done."""

    def mode(self, paused: bool, stepping: bool, approve: Approve, hints: Sequence[str]) -> None:
        """Tell how the run is controlled: whether it is held, which steps wait, and the hints a person gave."""

    def planned(self, parts: Sequence[str]) -> None:
        """The parts of the question are these from now on."""

    def started(self, trace: Trace, max_steps: int) -> None:
        """A run begins, or begins again: ``trace`` holds the steps that are kept."""

    def step(self, step: Step, phase: Phase) -> None:
        """Show ``step`` as it stands now; what ``phase`` is about to write is empty until :meth:`text` brings it."""

    def wait(self, step: Step, why: str, untrusted: Sequence[str] = ()) -> None:
        """Nothing goes on until a person approves ``step``, edits, skips or flips it; ``why`` says the reason.

        ``untrusted`` are texts from outside that the step carries. The next :meth:`step` ends the waiting.
        """

    def text(self, index: int, field: Field, piece: str) -> None:
        """Add a piece of what a model writes. Cheap enough to be called for every token."""

    def outputs(self, index: int, outputs: Sequence[Mapping[str, Any]]) -> None:
        """Show what a step that runs has put out so far. Also called on other threads, while the main one runs it."""

    def truncate(self, count: int) -> None:
        """Keep the first ``count`` steps: a rerun makes the others anew."""

    def finished(self, trace: Trace) -> None:
        """The run is over; what is shown is now exactly ``trace``."""

    def standing(self, result: Result, index: int) -> None:
        """There is an answer, ``result`` of the step ``index``; it is being checked from now on."""

    def undoable(self, indices: Collection[int]) -> None:
        """Before these steps, of the line that is shown, the namespace can be put back; before others it cannot."""

    def conflict(self, index: int, names: Sequence[str]) -> None:
        """Ask about ``names``, which the user changed since and which the last command would overwrite.

        The question is on the card of step ``index``. What is pressed comes as that same command with its answer; a
        person who takes it back sends nothing.
        """

    def lines(self, lines: Sequence[Branch], shown: str) -> None:
        """The lines of the run in order of creation, and the id of the one whose steps are shown."""

    def show_line(self, trace: Trace) -> None:
        """Show the steps and the end of another line, which ``trace`` holds. :meth:`lines` names it."""

    def compare(self, left: Side, right: Side) -> None:
        """Put two lines side by side."""
