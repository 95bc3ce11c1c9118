"""The copy of a run that stays in the notebook's file, below its cards."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from husky_kernel.agent.types import MEDIA_TYPE, Trace
from husky_kernel.display.bundle import bundle, placeholder


class Copy(Protocol):
    """What stays of a run in the file."""

    def begin(self) -> None:
        """Take its place, before there is a trace."""

    def show(self, trace: Trace) -> None:
        """Put the copy there, or renew it."""


class SavedCopy:
    """Belongs to one cell. ``plain``: the run's lines are in the file already, so that only its trace is added."""

    def __init__(self, plain: bool) -> None:
        self._plain = plain
        self._display_id = uuid.uuid4().hex
        self._published = False

    def begin(self) -> None:
        """Take the place below the cards, which tells front ends without widgets that a run goes on."""
        if not self._plain:
            self._put(placeholder())

    def show(self, trace: Trace) -> None:
        """Display the copy, or renew the one that is there."""
        data: dict[str, Any] = bundle(trace)
        if self._plain:
            data = {"text/plain": "", MEDIA_TYPE: trace.to_json()}
        self._put(data)

    def _put(self, data: Mapping[str, Any]) -> None:
        from IPython import display

        publish: Callable[..., object] = display.update_display if self._published else display.display
        publish(dict(data), raw=True, display_id=self._display_id)
        self._published = True
