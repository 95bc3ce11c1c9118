"""Everybody who watches a run, as one view."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.events import Ended, Event, Field, Progress, Standing, Started
from husky_kernel.agent.types import Step, Trace
from husky_kernel.config import Approve
from husky_kernel.display.tree import Branch, Side
from husky_kernel.display.view import Phase, View


class Audience:
    """A :class:`~husky_kernel.display.view.View` of several. One that fails is left out from then on: showing a run
    must not end it."""

    def __init__(self, views: Iterable[View]) -> None:
        self._views = list(views)

    @property
    def attended(self) -> bool:
        """Whether somebody sees a view on which something can be pressed."""
        return any(view.attended for view in self._views)

    def hear(self, event: Event) -> None:
        """Show what the loop tells; asks are nothing to be seen."""
        match event:
            case Started(trace, max_steps):
                self.started(trace, max_steps)
            case Progress(step, phase):
                self.step(step, phase)
            case Standing(result, index):
                self.standing(result, index)
            case Ended(trace):
                self.finished(trace)

    def show(self) -> None:
        """Appear."""
        self._each(lambda view: view.show())

    def named(self, model: str) -> None:
        """Name the model."""
        self._each(lambda view: view.named(model))

    def status(self, text: str, fraction: float | None = None) -> None:
        """Tell what goes on besides the steps."""
        self._each(lambda view: view.status(text, fraction))

    def mode(self, paused: bool, stepping: bool, approve: Approve, hints: Sequence[str]) -> None:
        """Tell how the run is controlled."""
        self._each(lambda view: view.mode(paused, stepping, approve, hints))

    def planned(self, parts: Sequence[str]) -> None:
        """The parts of the question have changed."""
        self._each(lambda view: view.planned(parts))

    def started(self, trace: Trace, max_steps: int) -> None:
        """A run begins, or begins again."""
        self._each(lambda view: view.started(trace, max_steps))

    def step(self, step: Step, phase: Phase) -> None:
        """Show a step as it stands."""
        self._each(lambda view: view.step(step, phase))

    def wait(self, step: Step, why: str, untrusted: Sequence[str] = ()) -> None:
        """A step waits for a person."""
        self._each(lambda view: view.wait(step, why, untrusted))

    def text(self, index: int, field: Field, piece: str) -> None:
        """Add a piece of what a model writes."""
        self._each(lambda view: view.text(index, field, piece))

    def outputs(self, index: int, outputs: Sequence[Mapping[str, Any]]) -> None:
        """What a step that runs has put out so far."""
        self._each(lambda view: view.outputs(index, outputs))

    def truncate(self, count: int) -> None:
        """Keep the first ``count`` steps."""
        self._each(lambda view: view.truncate(count))

    def finished(self, trace: Trace) -> None:
        """The run is over."""
        self._each(lambda view: view.finished(trace))

    def standing(self, result: Result, index: int) -> None:
        """There is an answer, which is being checked."""
        self._each(lambda view: view.standing(result, index))

    def undoable(self, indices: Collection[int]) -> None:
        """Before these steps the namespace can be put back."""
        self._each(lambda view: view.undoable(indices))

    def conflict(self, index: int, names: Sequence[str]) -> None:
        """Ask about variables that the user changed since."""
        self._each(lambda view: view.conflict(index, names))

    def lines(self, lines: Sequence[Branch], shown: str) -> None:
        """The lines of the run, and the one that is shown."""
        self._each(lambda view: view.lines(lines, shown))

    def show_line(self, trace: Trace) -> None:
        """Show another line."""
        self._each(lambda view: view.show_line(trace))

    def compare(self, left: Side, right: Side) -> None:
        """Put two lines side by side."""
        self._each(lambda view: view.compare(left, right))

    def _each(self, call: Callable[[View], None]) -> None:
        for view in list(self._views):
            try:
                call(view)
            except Exception as error:
                self._views.remove(view)
                print(f"husky: {type(view).__name__} stopped showing the run: {error}", file=sys.stderr)
