"""One ``%%husky`` cell: its run, the reruns that its cards ask for, and what stays in the notebook."""

from __future__ import annotations

import asyncio
import contextvars
import signal
import threading
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.branches import grow, record
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import HuskyError, Stopped
from husky_kernel.agent.events import Event, Reply
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import MEDIA_TYPE, Action, Task, Trace, TraceStatus
from husky_kernel.display.bundle import bundle
from husky_kernel.display.view import Command, View
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.context import describe, fill
from husky_kernel.kernel.driver import Driver

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session

Loop = Generator[Event, Reply, Trace]

BUSY = "This run is still going on: stop it first, or wait for its end."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a cell asks for. ``context_tokens`` is the budget for describing variables; ``replay``: without a model."""

    question: str
    model: str | None
    max_steps: int
    into: str | None = None
    plain: bool = False
    context_tokens: int = 700
    replay: bool = False


class CellInterrupted(KeyboardInterrupt):
    """An interrupt of the kernel ended the run: the cell fails, so that waiting cells do not run. No traceback."""

    def _render_traceback_(self, *args: object) -> list[str]:
        return ["KeyboardInterrupt: the run was stopped"]


class CellRun:
    """Belongs to one output of one cell for as long as the kernel lives."""

    def __init__(self, session: Session, wish: Wish) -> None:
        self._session = session
        self._wish = wish
        self._display_id = uuid.uuid4().hex
        self._published = False
        self._trace: Trace | None = None
        self._driver: Driver | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: contextvars.Context | None = None
        self._model = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Run inside the cell, which ends when the run does.

        Raises
        ------
        CellInterrupted
            If the kernel was interrupted.
        HuskyError
            If the model cannot be loaded.
        """
        self._attach()
        try:
            async with self._session.turn:
                self._prepare()
                await self._go(self._first)
        except asyncio.CancelledError:  # while it waited for its turn
            raise CellInterrupted from None

    def start_blocking(self) -> None:
        """Run without an event loop: the same, but cards cannot stop it; an interrupt of the kernel or Ctrl-C can."""
        if self._session.turn.locked():
            raise HuskyError("another run is going on: wait for its end")
        with suppress(RuntimeError):  # no event loop, as in a terminal
            self._attach()
        self._prepare()
        try:
            agent = self._session.load(self._model, self._audience.status)
            tools = self._session.tools()
            trace = drive(self._first(agent.team(tools)), agent.engine, tools, self._audience.hear)
        except Exception as error:
            self._fail(error)
            raise
        self._end(trace)
        if trace.status == "stopped":
            raise CellInterrupted

    def command(self, command: Command) -> None:
        """What a person pressed on a card. Callable on any thread."""
        driver = self._driver
        if command.kind == "rerun" and self._loop is not None:
            self._loop.call_soon_threadsafe(self._post, command, context=self._context)
        elif driver is not None:
            driver.stop()

    def _attach(self) -> None:
        """Remember where reruns belong: the main event loop, and the context whose output is this cell's."""
        self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()

    def _prepare(self) -> None:
        wish, namespace = self._wish, self._session.shell.user_ns
        self._model = self._session.choose(wish.model)
        self._task = Task(fill(wish.question, namespace), describe(wish.question, namespace, wish.context_tokens))
        self._audience = Audience([self._view(), *self._session.listeners(self._task.question, self._model)])
        self._audience.show()

    def _view(self) -> View:
        if self._wish.plain or not hasattr(self._session.shell, "kernel"):
            return self._session.plain_view(self._task.question, self._model)
        from husky_kernel.display.run_view import RunView

        return RunView(self._task.question, self._model, self.command)

    def _first(self, team: Team) -> Loop:
        return run(self._task, team, self._wish.max_steps)

    async def _go(self, begin: Callable[[Team], Loop]) -> None:
        """Load the model if need be, and drive the loop that ``begin`` makes; the outcome is kept whatever happens."""
        driver = self._driver = Driver(self._session.worker, self._audience)
        try:
            with interrupts(driver.interrupt):
                agent = await driver.work(lambda: self._session.load(self._model, driver.report))
                tools = self._session.tools()
                trace = await driver.drive(begin(agent.team(tools)), agent.engine, tools)
        except (Stopped, asyncio.CancelledError, KeyboardInterrupt) as error:  # while loading
            driver.interrupted = driver.interrupted or not isinstance(error, Stopped)
            trace = self._not_begun("stopped")
        except Exception as error:
            self._fail(error)
            raise
        finally:
            self._driver = None
        self._end(trace)
        if driver.interrupted:
            raise CellInterrupted

    def _fail(self, error: Exception) -> None:
        reason = one_line(str(error)) or type(error).__name__
        self._end(self._not_begun("failed", reason))

    def _not_begun(self, status: TraceStatus, reason: str | None = None) -> Trace:
        """The trace of a run that did not come to its first step. A rerun leaves what was there before."""
        trace = self._trace or Trace(self._task.question, self._model, status, error=reason)
        self._audience.finished(trace)
        if trace is self._trace:
            self._audience.status(reason or "The rerun was stopped before it began.")
        return trace

    def _end(self, trace: Trace) -> None:
        trace = self._trace = record(trace)
        self._session.keep(trace, self._wish.into)
        self._publish(trace)

    def _publish(self, trace: Trace) -> None:
        """Put the copy that stays in the file below the cards, or renew it."""
        if not hasattr(self._session.shell, "kernel"):
            return
        from IPython import display

        data: dict[str, Any] = bundle(trace)
        if self._wish.plain:  # its lines are in the file already
            data = {"text/plain": "", MEDIA_TYPE: data[MEDIA_TYPE]}
        show: Callable[..., object] = display.update_display if self._published else display.display
        show(data, raw=True, display_id=self._display_id)
        self._published = True

    def _post(self, command: Command) -> None:
        """On the main thread, outside the callback of the widget: begin a rerun, or say why not."""
        trace, index = self._trace, command.index or 0
        if self._driver is not None or self._tasks or trace is None or index >= len(trace.steps):
            self._audience.status(BUSY)
            if trace is not None and index < len(trace.steps):
                self._audience.step(trace.steps[index], "done")  # the card waits for word
            return
        task = asyncio.get_running_loop().create_task(self._rerun(trace, index, command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _rerun(self, trace: Trace, index: int, command: Command) -> None:
        old, line = trace.steps[index], grow(trace, index, "edit" if command.edited else "rerun")
        redo = Redo(Action(old.tool, command.step or old.step), command.call, command.edited)

        def again(team: Team) -> Loop:
            return run(self._task, team, self._wish.max_steps, line.steps, redo, line)

        async with self._session.turn:
            with suppress(HuskyError, KeyboardInterrupt):  # the cards tell it; there is no cell to fail
                await self._go(again)


@contextmanager
def interrupts(interrupt: Callable[[], None]) -> Iterator[None]:
    """Let an interrupt of the kernel stop the run. ipykernel would only cancel the cell, and in a rerun do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(*args: object) -> None:
        interrupt()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is handle:  # a cell that runs during a rerun has its own
            signal.signal(signal.SIGINT, before)
