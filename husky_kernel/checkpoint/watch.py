"""What a step does outside the namespace: files, processes, connections. Told, since it cannot be undone.

Python's audit events are heard, so what compiled libraries do by themselves is not: a Parquet file written by Arrow, a
database file written by SQLite (its opening is). Only the code of the step counts: what runs in its context, and in
threads that were started since it began.
"""

from __future__ import annotations

import sys
import threading
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any

from husky_kernel.checkpoint.deeds import Deeds

_active: ContextVar[Watch | None] = ContextVar("husky_watch", default=None)
_watches: list[Watch] = []
_installed = False
_noting = threading.local()


class Watch:
    """``with Watch() as watch: ...`` and then ``watch.seen``."""

    def __init__(self) -> None:
        self._deeds = Deeds()
        self._others: frozenset[int] = frozenset()
        self._token: Token[Watch | None] | None = None

    @property
    def seen(self) -> tuple[str, ...]:
        """Short texts ("wrote out.csv"), in the order of what happened. Complete once the block has ended."""
        return self._deeds.told()

    def __enter__(self) -> Watch:
        _install()
        self._token = _active.set(self)
        self._others = frozenset(sys._current_frames())
        _watches.append(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        _watches.remove(self)
        if self._token is not None:
            _active.reset(self._token)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event of the step."""
        self._deeds.note(event, arguments)

    def counts(self) -> bool:
        """Whether the thread that asks was started since the step began."""
        return threading.get_ident() not in self._others


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    # Noting one event may cause others: asking for the temporary folder for the first time writes a file there, under
    # a lock that would be waited for in here without end.
    if not _watches or event not in Deeds.EVENTS or getattr(_noting, "now", False):
        return
    try:
        _noting.now = True
        watch = _active.get()
        if watch is None:
            watch = next((each for each in reversed(_watches) if each.counts()), None)
        if watch is not None and watch in _watches:
            watch.hear(event, arguments)
    except Exception:  # an error here would become an error of the user's code
        return
    finally:
        _noting.now = False


def _install() -> None:
    """Once for a process: a hook cannot be taken away again."""
    global _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
