"""The code tool: runs Python in the live namespace of an IPython shell, on the main thread.

The code is not kept from anything a notebook cell may do: it is the user's own kernel, with their files and network.
It is only kept from hanging (input, time limit) and from ending the kernel.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from husky_kernel.agent.grammar import encodable
from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation
from husky_kernel.tools.conditions import unfit
from husky_kernel.tools.failure import explain
from husky_kernel.tools.guards.intact import intact
from husky_kernel.tools.guards.interrupts import Guard, Hold, Interrupted
from husky_kernel.tools.guards.unattended import unattended
from husky_kernel.tools.output.capture import Capture
from husky_kernel.tools.output.figures import SHOW_WARNING, draw_new, open_figures
from husky_kernel.tools.output.reporter import Reporter
from husky_kernel.tools.output.result import result_of
from husky_kernel.tools.output.silent import identities, last_assigned, say_silent, tellable
from husky_kernel.tools.registry import ToolContext
from husky_kernel.tools.supplies import supply
from husky_kernel.tools.watching import Nothing, Watch, Watched, unwatched

_NOISE = (SHOW_WARNING, "To exit: use 'exit', 'quit', or Ctrl-D.")
_QUOTED = ("plt.show()", 'warn("To exit')
"""Warnings that are left out, and the lines of code that Python prints below them."""

_SOURCE = re.compile(r"^(?:<ipython-input[^>]*>|\S*ipykernel_\S*):\d+: (?=\w*Warning: )", re.MULTILINE)
"""Where a warning arose in a cell: a temporary path, which says nothing."""


def from_context(context: ToolContext) -> CodeTool:
    """The tool for the shell of ``context``: what the entry point ``husky_kernel.tools`` names."""
    return CodeTool(context.shell, context.code_timeout, context.output_limit, context.watch)


class CodeTool:
    """Runs code in ``shell``; ``timeout`` in seconds, ``output_limit`` in characters."""

    name = "code"
    description = "Run Python in the live notebook."
    executes = True
    instructions = ""
    examples: Sequence[Example] = ()
    action_examples: Sequence[Example] = ()

    def __init__(
        self, shell: Any, timeout: float = 120.0, output_limit: int = 20_000, watch: Watch = unwatched
    ) -> None:
        self.shell = shell
        self._watch = watch
        self.timeout = timeout
        self.output_limit = output_limit

    def run(self, call: str) -> Observation:
        """Run ``call`` and wait for it.

        Raises
        ------
        KeyboardInterrupt
            If a person interrupted it; the variables it made so far stay.
        """
        supply(self.shell, call)
        if self._awaits(call):
            return _run_apart(self._run_async(call))
        with self._running(call, Guard(self.timeout, self.shell.user_global_ns, barrier=globals())) as run:
            run.result = self.shell.run_cell(call, store_history=False)
        return self._observe(call, run)

    async def arun(self, call: str) -> Observation:
        """Like :meth:`run`, for a caller inside a running event loop: code with ``await`` runs in that loop."""
        supply(self.shell, call)
        return await self._run_async(call) if self._awaits(call) else self.run(call)

    async def _run_async(self, call: str) -> Observation:
        shell, loop = self.shell, asyncio.get_running_loop()
        cell = shell.transform_cell(call)
        inner: list[asyncio.Future[Any]] = []

        def cancel() -> None:
            for future in inner:
                loop.call_soon_threadsafe(future.cancel)

        guard = Guard(self.timeout, shell.user_global_ns, cancel, globals())
        with self._running(call, guard) as run:
            coroutine = shell.run_cell_async(call, transformed_cell=cell, store_history=False)
            inner.append(asyncio.ensure_future(coroutine))  # here, so that its context is the capture's
            try:
                if guard.pressed:
                    cancel()
                run.result = await inner[0]
            except asyncio.CancelledError:
                if not (guard.pressed or guard.timed_out):
                    raise
            finally:
                shell.events.trigger("post_execute")
                shell.events.trigger("post_run_cell", run.result)
        return self._observe(call, run)

    @contextmanager
    def _running(self, call: str, guard: Guard) -> Iterator[_Run]:
        """What surrounds a run: capture, nobody to ask, interrupts."""
        shell = self.shell
        run = _Run(Capture(shell, self.output_limit), guard, identities(shell))
        with ExitStack() as stack:
            hold = Hold()  # a signal waits while this is set up, and while it is put back
            stack.callback(hold.release)
            hold.take()
            run.watched = stack.enter_context(self._watch(call))
            stack.enter_context(Reporter(run.capture.transcript))
            stack.enter_context(run.capture)
            stack.enter_context(unattended(shell))
            stack.callback(hold.take)
            hold.release()
            figures = open_figures()
            try:
                with guard, intact():  # innermost: all others need Python's functions when they end
                    yield run
            except (KeyboardInterrupt, Interrupted):
                if not guard.timed_out or guard.pressed:
                    raise
            draw_new(shell, figures)
        if guard.pressed:  # also where the code swallowed it
            raise KeyboardInterrupt

    def _awaits(self, call: str) -> bool:
        try:
            return bool(self.shell.should_run_async(call, transformed_cell=self.shell.transform_cell(call)))
        except Exception:  # not even IPython's syntax: running it says what is wrong
            return False

    def _value(self, call: str, run: _Run) -> Any:
        """What ``call`` came to: the value of its last line, or of the variable that its last line sets."""
        if run.capture.value is not None:
            return run.capture.value
        name = last_assigned(self.shell.transform_cell(call))
        value = self.shell.user_ns.get(name) if name is not None else None
        return value if tellable(value) else None

    def _selects_nothing(self, call: str, value: Any) -> str:
        """Which condition no row fits, where ``value``, what ``call`` came to, is a table or column without rows."""
        empty = type(value).__name__ in ("DataFrame", "Series") and not len(value)
        return unfit(call, self.shell.user_ns) if empty else ""

    def _observe(self, call: str, run: _Run) -> Observation:
        transcript, error = run.capture.transcript, run.error
        text, outputs = _without_noise(transcript.text), _quiet(transcript.outputs)
        if run.guard.timed_out:
            reason = f"stopped after {self.timeout:g} s (time limit)"
            return Observation(_joined(text, reason), ok=False, error=reason, outputs=outputs)
        if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
            shown = tuple(output for output in outputs if output["output_type"] != "error")
            text = text or say_silent(self.shell, call, run.before, self.output_limit)
            value = self._value(call, run)
            watched, result = run.watched, result_of(value, shown)
            notes = (*watched.notes, *filter(None, [self._selects_nothing(call, value)]))
            seen = Observation(text, outputs=shown, result=result, notes=notes)
            return replace(seen, against=watched.against, drawn=tuple(watched.drawn))
        reason = encodable(explain(error, self.shell.user_ns, call, run.watched.hint(error)))
        return Observation(_joined(text, reason), ok=False, error=reason, outputs=outputs)


@dataclass(slots=True)
class _Run:
    """One run of code, while it goes on."""

    capture: Capture
    guard: Guard
    before: Mapping[str, int]
    """The namespace before."""
    result: Any = None
    watched: Watched = field(default_factory=Nothing)

    @property
    def error(self) -> BaseException | None:
        """What the code raised, if anything."""
        if self.result is None:
            return None
        error: BaseException | None = self.result.error_before_exec or self.result.error_in_exec
        return error


def _run_apart(coroutine: Any) -> Observation:
    """Run ``coroutine`` to its end, even though the thread's event loop may be running already."""
    from IPython.core import async_helpers

    try:
        outer = asyncio.get_running_loop()
    except RuntimeError:
        helpers: Any = async_helpers
        return _complete(helpers.get_asyncio_loop(), coroutine)  # where IPython runs its own awaiting cells
    loop = asyncio.new_event_loop()
    asyncio._set_running_loop(None)
    try:
        return _complete(loop, coroutine)
    finally:
        asyncio._set_running_loop(outer)
        loop.close()


def _complete(loop: asyncio.AbstractEventLoop, coroutine: Any) -> Observation:
    task: asyncio.Future[Observation] = asyncio.ensure_future(coroutine, loop=loop)
    return loop.run_until_complete(task)


def _without_noise(text: str) -> str:
    """``text`` without temporary paths, and without warnings that only say how this shell differs from a terminal."""
    text = _SOURCE.sub("", text)
    if not any(mark in text for mark in _NOISE):
        return text
    return "\n".join(line for line in text.split("\n") if not any(mark in line for mark in (*_NOISE, *_QUOTED)))


def _quiet(outputs: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """``outputs`` with :func:`_without_noise` applied to what was printed."""
    streams = (
        {**output, "text": _without_noise(output["text"])} if output["output_type"] == "stream" else output
        for output in outputs
    )
    return tuple(output for output in streams if output.get("text") != "")


def _joined(text: str, reason: str) -> str:
    return f"{text}\n{reason}" if text else reason
