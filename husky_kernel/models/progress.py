"""How a download reports how far it is: the callback, and its console form."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

Progress = Callable[[str, int, int], None]
"""Called with what is being done, bytes done and bytes in all. Whatever it raises stops the download."""


def silent(what: str, done: int, total: int) -> None:
    """A progress that shows nothing."""


def in_words(count: float) -> str:
    """A number of bytes for people: ``1.1 GB``, ``98 MB``."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            value = count / size
            return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"
    return f"{count:.0f} bytes"


class ConsoleProgress:
    """A bar on a terminal; elsewhere a plain line at each tenth. Use it in a ``with`` statement.

    ``quiet_seconds`` is the least time between two plain lines about the same thing.
    """

    def __init__(self, stream: TextIO | None = None, quiet_seconds: float = 2.0) -> None:
        self._stream = stream or sys.stderr
        self._quiet_seconds = quiet_seconds
        self._written = 0.0
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._shown = ("", -1)

    def __enter__(self) -> ConsoleProgress:
        if self._stream.isatty():
            self._bar = _bar(self._stream)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` bytes of ``what`` are there."""
        if self._bar is not None:
            self._draw(self._bar, what, done, total)
        else:
            self._write(what, done, total)

    def _draw(self, bar: Bar, what: str, done: int, total: int) -> None:
        if self._task is None or self._shown[0] != what:
            if self._task is not None:
                bar.remove_task(self._task)
            self._task = bar.add_task(what, total=total)
            self._shown = (what, 0)
        bar.update(self._task, completed=done)

    def _write(self, what: str, done: int, total: int) -> None:
        tenth = 10 * done // total if total > 0 else 0
        early = time.monotonic() - self._written < self._quiet_seconds
        if (what, tenth) == self._shown or (what == self._shown[0] and early and tenth < 10):
            return
        self._shown, self._written = (what, tenth), time.monotonic()
        print(f"{what}: {10 * tenth}% of {in_words(total)}", file=self._stream, flush=True)


def _bar(stream: TextIO) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return RichProgress(*columns, TimeRemainingColumn(), console=Console(file=stream))
