"""What every view of a run can do, and what a person can ask for through one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from husky_kernel.agent.events import Field
from husky_kernel.agent.types import Step, Trace

Phase = Literal["planning", "writing", "running", "rewriting", "waiting", "done"]
Kind = Literal["stop", "rerun"]


@dataclass(frozen=True, slots=True)
class Command:
    """What a person pressed. With a rerun comes the step's index and text.

    ``call`` is what to run, or None where the expert must write it anew: the step has no call, or its text was
    changed and its call was not. ``edited`` says whether the person changed anything.
    """

    kind: Kind
    index: int | None = None
    step: str | None = None
    call: str | None = None
    edited: bool = False


class View(Protocol):
    """Shows one run, and its reruns. Every method is called on the kernel's main thread."""

    def show(self) -> None:
        """Appear. Calls after the first do nothing."""

    def status(self, text: str, fraction: float | None = None) -> None:
        """Tell what goes on besides the steps, such as the loading of a model; ``fraction`` of it is done."""

    def started(self, trace: Trace, max_steps: int) -> None:
        """A run begins, or begins again: ``trace`` holds the steps that are kept."""

    def step(self, step: Step, phase: Phase) -> None:
        """Show ``step`` as it stands now; what ``phase`` is about to write is empty until :meth:`text` brings it."""

    def text(self, index: int, field: Field, piece: str) -> None:
        """Add a piece of what a model writes. Cheap enough to be called for every token."""

    def truncate(self, count: int) -> None:
        """Keep the first ``count`` steps: a rerun makes the others anew."""

    def finished(self, trace: Trace) -> None:
        """The run is over; what is shown is now exactly ``trace``."""


def read_command(content: Any) -> Command | None:
    """Read a message of the cards; None if it is none that this version knows."""
    if not isinstance(content, dict) or content.get("kind") not in ("stop", "rerun"):
        return None
    if content["kind"] == "stop":
        return Command("stop")
    index, step, call = content.get("index"), content.get("step"), content.get("call")
    if type(index) is not int or index < 0 or not isinstance(step, str) or not isinstance(call, str | None):
        return None
    return Command("rerun", index, step, call, content.get("edited") is True)
