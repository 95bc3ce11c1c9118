"""How the modules of the reference's loop talk: by JSON files that are looked for every second."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from husky_kernel.bench.meter import Meter

POLL = 1.0
"""Seconds between two looks at a file, as in the reference."""

Batch = Sequence[Mapping[str, str]]
Work = Callable[[Mapping[str, str]], str]
"""One item of a batch: the parts of a prompt; gives the text."""


class Post:
    """One module: a folder with its letter boxes, and a thread of its own that waits for work there."""

    def __init__(self, folder: Path, name: str, work: Work, poll: float = POLL) -> None:
        self._in, self._out = folder / f"{name}.in.json", folder / f"{name}.out.json"
        self._work, self._poll = work, poll
        self._end, self._busy = threading.Event(), threading.Lock()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def send(self, batch: Batch) -> None:
        """Leave work for the module; a batch without items is answered like any other."""
        _leave(self._in, [dict(item) for item in batch])

    def receive(self, meter: Meter) -> list[str]:
        """Look for the answer until it is there. Raises what the module raised, or Stopped."""
        while not self._out.exists():
            self._end.wait(min(self._poll, max(meter.limit - meter.seconds, 0.0)))
            if meter.over:
                break
        with meter.working():  # raises if the time is up
            texts = _take(self._out)
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        return [str(text) for text in texts]

    def clear(self) -> None:
        """Forget what nobody waits for any more, once the module has done with it."""
        with self._busy:
            self._in.unlink(missing_ok=True)
            self._out.unlink(missing_ok=True)
            self._error = None

    def close(self) -> None:
        """End the thread."""
        self._end.set()
        self._thread.join()

    def _serve(self) -> None:
        while not self._end.wait(self._poll):
            with self._busy:
                if self._in.exists():
                    _leave(self._out, self._done(_take(self._in)))

    def _done(self, batch: Batch) -> list[str]:
        try:
            return [self._work(item) for item in batch]
        except Exception as error:  # told to whoever waits
            self._error = error
            return []


def _leave(path: Path, content: object) -> None:
    """Write a file that is whole as soon as it is there."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(content), encoding="utf-8")
    os.replace(draft, path)


def _take(path: Path) -> list[Any]:
    found: list[Any] = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return found
