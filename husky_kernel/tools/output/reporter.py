"""Tells a listener what running code has put out so far, also while the code blocks its thread."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from husky_kernel.agent.partial import listener
from husky_kernel.agent.types import Observation
from husky_kernel.tools.output.transcript import Transcript

INTERVAL = 0.2
"""Seconds between two tellings at least; more where telling takes long, so that it never takes much of the time."""

SHARE = 10
"""A telling of a second is followed by so many seconds without one."""

_log = logging.getLogger(__name__)


class Reporter:
    """``with Reporter(transcript): run the code``. Does nothing where nobody listens.

    At the end the listener has heard everything, whichever way the code ended.
    """

    def __init__(self, transcript: Transcript) -> None:
        self._transcript = transcript
        self._hear = listener()
        self._told = transcript.changes
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Reporter:
        if self._hear is not None:
            run = contextvars.copy_context().run  # messages then belong to the cell
            self._thread = threading.Thread(target=run, args=(self._work,), name="husky-output", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._tell()

    def _work(self) -> None:
        spent = 0.0
        while not self._over.wait(max(INTERVAL, SHARE * spent)):
            start = time.perf_counter()
            self._tell()
            spent = time.perf_counter() - start

    def _tell(self) -> None:
        changes = self._transcript.changes
        if self._hear is None or changes == self._told:
            return
        self._told = changes
        try:
            self._hear(Observation(self._transcript.text, outputs=tuple(filter(_is_news, self._transcript.outputs))))
        except Exception as error:  # the code goes on, seen or not
            _log.warning("output of a running step was not shown: %s", error)


def _is_news(output: Mapping[str, Any]) -> bool:
    """All but the traceback of a stop, or of a cancelled ``await``: whoever stopped the code knows."""
    return output.get("ename") not in ("KeyboardInterrupt", "CancelledError")
