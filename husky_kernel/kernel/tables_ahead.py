"""Has the model read the user's tables while nobody waits: from the end of a cell until the next one begins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from contextvars import copy_context
from dataclasses import replace
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING, Any

import psutil

from husky_kernel.agent.protocols import Message, Request, warm
from husky_kernel.agent.stopping import stop_by

if TYPE_CHECKING:
    from husky_kernel.agent.types import Task
    from husky_kernel.kernel.session import Session

DELAY = 0.5
"""Seconds without a cell until reading begins: cells that are run one after the other are not slowed."""

PIECE = 240
"""Characters that are read at a time: a cell of the user's that begins meanwhile waits for no more."""

PATIENCE = 0.25
"""Seconds that looking at the tables may take; where it took more it is left to the questions."""


class TablesAhead:
    """Belongs to one session; used on the main thread, but for the reading itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._over = Event()
        self._timer: asyncio.TimerHandle | None = None
        self._events = {"pre_run_cell": self.cease, "post_run_cell": self.begin}

    def listen(self) -> None:
        """Follow the user's cells from now on. Without a kernel nothing happens between two of them."""
        if hasattr(self._session.shell, "kernel"):
            for event, hear in self._events.items():
                self._session.shell.events.register(event, hear)

    def wake(self) -> None:
        """The model is loaded: cells have run before that. Callable on any thread."""
        loop = getattr(getattr(self._session.shell, "kernel", None), "io_loop", None)
        if loop is not None:
            loop.add_callback(self.begin)

    def leave(self) -> None:
        """Read no more."""
        self.cease()
        self._follow_no_more()

    def _follow_no_more(self) -> None:
        callbacks = self._session.shell.events.callbacks
        for event, hear in self._events.items():
            if hear in callbacks[event]:
                self._session.shell.events.unregister(event, hear)

    def cease(self, *_: Any) -> None:
        """A cell begins: it goes before."""
        self._over.set()
        if self._timer is not None:
            self._timer.cancel()

    def begin(self, result: Any = None) -> None:
        """A cell has ended, of which ``result`` tells if it was not a step of a run. The tables are looked at when
        nothing else has begun for a while.
        """
        if result is not None and not getattr(getattr(result, "info", None), "store_history", False):
            return
        self.cease()
        with suppress(RuntimeError):  # no event loop: nobody calls later
            self._timer = asyncio.get_running_loop().call_later(DELAY, self._look)

    def _look(self) -> None:
        session = self._session
        if session.resident.agent is None or session.turn.locked() or not allowed(session.settings.read_ahead):
            return
        start = perf_counter()
        with suppress(Exception):  # what fails here fails again for the question, and is told there
            task = session.conversation.ahead(session.settings.context_tokens)
            if task.context:
                self._over = Event()
                session.worker.submit(self._read, task, self._over)
        if perf_counter() - start > PATIENCE:
            self._follow_no_more()

    def _read(self, task: Task, over: Event) -> None:
        """On the worker's thread, behind the loading of the model."""
        agent = self._session.resident.agent
        if agent is None or over.is_set():
            return
        apart = copy_context()
        apart.run(stop_by, over)
        request = agent.before(task)
        engine = agent.engine(request.role)
        with suppress(Exception):  # it was stopped, or whoever asks next meets it again
            for piece in pieces(request):
                if over.is_set():
                    return
                apart.run(warm, engine, piece)


def allowed(when: str) -> bool:
    """Whether to read ahead by the setting ``when``: "always", "never", or "plugged", unless on battery."""
    battery = psutil.sensors_battery() if when == "plugged" and hasattr(psutil, "sensors_battery") else None
    return when != "never" and (battery is None or battery.power_plugged is not False)


def pieces(request: Request) -> Iterator[Request]:
    """``request`` from its fixed part on, each time with so much more of it, the whole of it last."""
    for place in range(request.fixed, len(request.messages)):
        before, message = request.messages[:place], request.messages[place]
        for end in range(PIECE, len(message.content), PIECE):
            # The blank at the end belongs to the token that follows.
            part = message.content[:end].rstrip()
            yield replace(request, messages=(*before, Message(message.role, part)))
    yield request
