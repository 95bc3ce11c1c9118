"""Drives the loop inside a running notebook cell.

Models think on one worker thread, behind an ``await``; tools act on the main thread, where the namespace lives. A
person's Stop may come from any thread, at any time: between tokens, in blocking code, while a model loads.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import Any, TypeVar

from husky_kernel.agent.ahead import Ahead
from husky_kernel.agent.decisions.circling import unless_circling
from husky_kernel.agent.drive import Engines
from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.events import Act, Choose, Ended, Event, Field, Reply, Review, Think, Verdict
from husky_kernel.agent.partial import heard_by
from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores, Tool
from husky_kernel.agent.stopping import stop_by
from husky_kernel.agent.types import Observation, Trace
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.gate import Gate
from husky_kernel.kernel.history.world import Deed, World
from husky_kernel.tools.guards.interrupts import Guard, Interrupted, interrupt_main_thread

T = TypeVar("T")
R = TypeVar("R", Generation, Scores)
M = TypeVar("M")

GRACE = 2.0
"""Seconds that a stopped run waits for its model to notice. It notices at its next token, later if need be."""

BETWEEN_REPORTS = 0.1
"""Seconds between two reports of progress: a download reports far more often."""


class Driver:
    """One go through the loop; made and used on the event loop of the kernel's main thread."""

    def __init__(
        self,
        worker: Executor,
        audience: Audience,
        gate: Gate,
        world: World | None = None,
        reviewed: Callable[[Review, Verdict | None], None] = lambda event, verdict: None,
        roles: set[str] | None = None,
    ) -> None:
        self.interrupted = False
        """Whether it was ended by an interrupt of the kernel, which also ends the cells that wait."""
        self._worker = worker
        self._audience = audience
        self._gate = gate
        self._world = world
        self._reviewed = reviewed
        self._roles = set() if roles is None else roles
        self._loop = asyncio.get_running_loop()
        self._pressed = False
        self._stopping = threading.Event()
        self._asked = asyncio.Event()
        self._acting = False
        self._lock = threading.Lock()
        self._reported = 0.0
        self._held = 0.0

    def stop(self) -> None:
        """End the run as soon as possible. Callable on any thread."""
        self._pressed = True
        self._stopping.set()
        with suppress(RuntimeError):  # the event loop is closed: the kernel is going down
            self._loop.call_soon_threadsafe(self._asked.set)
        with self._lock:
            if self._acting:
                interrupt_main_thread()

    def interrupt(self) -> None:
        """End the run because the kernel was interrupted. For a signal handler: it only leaves word."""
        self.interrupted = self.interrupted or not self._pressed
        self._stopping.set()
        self._loop.call_soon_threadsafe(self._asked.set)

    def report(self, text: str, fraction: float | None) -> None:
        """Tell the audience how far a piece of work is, from the worker's thread; ends the work after a stop."""
        self._raise_if_stopped()
        now = time.monotonic()
        if fraction is None or fraction >= 1 or now - self._reported >= BETWEEN_REPORTS:
            self._reported = now
            self._loop.call_soon_threadsafe(self._audience.status, text, fraction)

    async def work(self, do: Callable[[], T]) -> T:
        """Have ``do`` done on the worker thread.

        Raises
        ------
        Stopped
            As soon as the run is stopped, at most ``GRACE`` later, though ``do`` may go on for a while.
        """
        self._raise_if_stopped()
        future = self._loop.run_in_executor(self._worker, self._context().run, do)
        asked = asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait((future, asked), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._stopping.set()
            raise
        finally:
            asked.cancel()
            if self._stopping.is_set():
                await self._let_go(future)
        self._raise_if_stopped()
        return future.result()

    async def drive(self, loop: Generator[Event, Reply, Trace], engines: Engines, tools: Mapping[str, Tool]) -> Trace:
        """Run ``loop`` to its end; a stop, an interrupt or an error ends the trace with what was done until then."""
        event, ahead = next(loop), Ahead(engines, self._roles)
        while not isinstance(event, Ended):
            try:
                self._audience.hear(event)
                self._raise_if_stopped()
                reply = await self._answer(event, ahead, tools)
            except (KeyboardInterrupt, Interrupted, asyncio.CancelledError):
                self.interrupted = not self._pressed
                event = loop.throw(Stopped("stopped by the user"))
            except Exception as error:
                event = loop.throw(error)
            else:
                event = loop.send(reply)
        self._gate.release()
        self._stopping.set()  # whatever still generates ends at its next token
        event = Ended(ahead.booked(event.trace))
        self._audience.hear(event)
        return event.trace

    async def _answer(self, event: Event, ahead: Ahead, tools: Mapping[str, Tool]) -> Reply:
        match event:
            case Choose(request, choices):
                return await self._ask(lambda: _asked(ahead, request).score(request, choices))
            case Review():
                return await self._review(event, ahead)
            case Think(request, index, field):
                on_text = self._writer(index, field)
                return await self._ask(lambda: _asked(ahead, request).generate(request, unless_circling(on_text)))
            case Act(name, call, index, known, given, so_far, aside):

                def hear(seen: Observation) -> None:
                    so_far(seen)
                    self._audience.outputs(index, seen.outputs)

                with self._reading(ahead.meanwhile, known), heard_by(hear):
                    return await self._act(tools[name], call, index, given, aside)
        return None

    async def _ask(self, do: Callable[[], R]) -> R:
        """A model's reply; how long a paused run held it up is booked on it."""
        start = time.perf_counter()
        await self._unless_stopped(self._gate.pass_by())
        self._held = time.perf_counter() - start
        reply = await self.work(do)
        return replace(reply, work=replace(reply.work, idle=self._held))

    @contextmanager
    def _reading(self, read: Callable[[M, threading.Event], None], make: M | None) -> Iterator[None]:
        """Meanwhile the worker reads ahead what ``make`` makes. The next ask waits until it is through with it."""
        over = threading.Event()
        if make is not None:
            self._worker.submit(self._context().run, read, make, over)
        try:
            yield
        finally:
            over.set()

    async def _review(self, event: Review, ahead: Ahead) -> Verdict | None:
        """Ask the gate; while a person reads, what may come next is prepared."""
        with ExitStack() as reading:

            def prepare() -> None:
                reading.enter_context(self._reading(ahead.each, event.ahead))

            verdict = await self._unless_stopped(self._gate.review(event, prepare))
        self._reviewed(event, verdict)
        return verdict

    async def _unless_stopped(self, waiting: Coroutine[Any, Any, T]) -> T:
        """What ``waiting`` gives, or Stopped as soon as the run is."""
        task, asked = asyncio.ensure_future(waiting), asyncio.ensure_future(self._asked.wait())
        try:
            await asyncio.wait((task, asked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()
            if not task.done():
                task.cancel()
        self._raise_if_stopped()
        return task.result()

    def _writer(self, index: int, field: Field) -> OnText:
        """Carries pieces of text from the worker's thread to the audience."""

        def on_text(piece: str) -> bool:
            self._held += self._gate.held(self._stopping)
            if not self._stopping.is_set():
                self._loop.call_soon_threadsafe(self._audience.text, index, field, piece)
            return self._stopping.is_set()

        return on_text

    async def _act(self, tool: Tool, call: str, index: int, given: bool, aside: bool) -> Observation:
        """On the main thread, where a stop is a SIGINT: it ends even a call that blocks."""
        task = asyncio.current_task()
        assert task is not None
        recorded = self._world.step(index, call) if self._world and tool.name == "code" else nullcontext(Deed())
        with self._interruptible(), Guard(None, globals(), task.cancel):
            self._raise_if_stopped()  # what came before the guard left only word
            with recorded as deed:
                arun = getattr(tool, "arun", None)
                seen: Observation = tool.run(call) if arun is None else await arun(call)
            if seen.held and self._world:
                self._world.undo(index)
                return seen
            seen = replace(seen, effects=deed.effects or seen.effects)
            return self._world.guard(index, seen, aside) if self._world and not given else seen

    @contextmanager
    def _interruptible(self) -> Iterator[None]:
        with self._lock:
            self._acting = True
        try:
            yield
        finally:
            with self._lock:
                self._acting = False

    def _context(self) -> contextvars.Context:
        """What the worker runs in: whatever it waits for there, a stop ends that."""
        context = contextvars.copy_context()
        context.run(stop_by, self._stopping)
        return context

    def _raise_if_stopped(self) -> None:
        if self._stopping.is_set():
            raise Stopped("stopped by the user")

    async def _let_go(self, future: asyncio.Future[T]) -> None:
        """Wait a little for work that nobody wants any more; its outcome is of no interest."""
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        with suppress(asyncio.CancelledError):
            await asyncio.wait((future,), timeout=GRACE)


def _asked(ahead: Ahead, request: Request) -> Engine:
    """On the worker's thread, so after all that was read ahead: the engine that is asked."""
    ahead.asked(request)
    return ahead.engines(request.role)
