"""The copy of a run that stays in the notebook's file, below its cards."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from husky_kernel.agent.types import MEDIA_TYPE, Trace
from husky_kernel.display.bundle import bundle


class SavedCopy:
    """Belongs to one cell. ``plain``: the run's lines are in the file already, so that only its trace is added."""

    def __init__(self, plain: bool) -> None:
        self._plain = plain
        self._display_id = uuid.uuid4().hex
        self._published = False

    def show(self, trace: Trace) -> None:
        """Display the copy, or renew the one that is there."""
        from IPython import display

        data: dict[str, Any] = bundle(trace)
        if self._plain:
            data = {"text/plain": "", MEDIA_TYPE: data[MEDIA_TYPE]}
        publish: Callable[..., object] = display.update_display if self._published else display.display
        publish(data, raw=True, display_id=self._display_id)
        self._published = True
