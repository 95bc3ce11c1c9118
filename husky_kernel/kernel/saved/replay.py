"""A ``%%husky`` cell without a model: its recorded steps run again and must give what they gave."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from husky_kernel.agent.answers.answer import Result, number_of
from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import HuskyError
from husky_kernel.agent.protocols import Engine
from husky_kernel.agent.reruns.replay import Difference, Replay, diff_of
from husky_kernel.agent.types import Trace
from husky_kernel.context.variables import fill
from husky_kernel.kernel.driver import Driver
from husky_kernel.kernel.interrupts import CellInterrupted, interrupts
from husky_kernel.kernel.magics.wish import Wish
from husky_kernel.kernel.saved.recorded_run import RecordedRun
from husky_kernel.kernel.saved.recordings import Recording
from husky_kernel.trust.secrets import Redactor

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session


class ReplayDiffers(Exception):
    """A replay gave something else than was recorded: the cell fails with the difference, without a traceback."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.headline)
        self.difference = difference

    def _render_traceback_(self, *args: object) -> list[str]:
        return [f"{type(self).__name__}: {self.difference.headline}", *self.difference.diff]


class ReplayRun(RecordedRun):
    """One cell that is replayed. Its cards are live afterwards, as after any run.

    The copy that stays in the notebook is the recording, also where the replay differs: saving loses nothing.
    """

    def __init__(self, session: Session, wish: Wish, recording: Recording) -> None:
        super().__init__(session, recording, wish)
        self._expected = recording.trace

    async def start(self) -> None:
        """Replay inside the cell.

        Raises
        ------
        ReplayDiffers
            If an output, or the question with the values in it, is not as recorded.
        HuskyError
            If it cannot go on, as when a tool is missing.
        CellInterrupted
            If the kernel was interrupted.
        """
        self._attach()
        try:
            async with self.session.turn:
                self._prepare()
                await self._replay()
        except asyncio.CancelledError:  # while it waited for its turn
            raise CellInterrupted from None

    def start_blocking(self) -> None:
        """The same without an event loop."""
        if self.session.turn.locked():
            raise HuskyError("another run is going on: wait for its end")
        self._prepare()
        tools = self.session.tools()
        replay = Replay(self._expected, tools)
        trace = drive(replay.run(), _no_engine, tools, self.audience.hear)
        self._close(trace, replay)
        if trace.status == "stopped" and trace is not self._expected:
            raise CellInterrupted

    async def _replay(self) -> None:
        tools = self.session.tools()
        replay = Replay(self._expected, tools)
        driver = self._driver = Driver(self.session.worker, self.audience, self.gate, self.world)
        try:
            with interrupts(driver.interrupt):
                trace = await driver.drive(replay.run(), _no_engine, tools)
        finally:
            self._driver = None
        self._close(trace, replay)
        if driver.interrupted:
            raise CellInterrupted

    def _prepare(self) -> None:
        super()._prepare()
        namespace = self.session.shell.user_ns
        redactor = Redactor(namespace)
        self._expected = _without_secrets(self.recorded, redactor)
        seen = redactor.text(fill(self._wish.question, namespace))
        if seen != self._expected.question:
            self._question_differs(seen)

    def _question_differs(self, seen: str) -> NoReturn:
        headline = "the question reads otherwise than was recorded: a value in it has changed"
        trace = replace(self.recorded, status="failed", answer=None, error=headline, steps=(), branches=())
        self.audience.finished(trace)
        self._keep(trace)
        raise ReplayDiffers(Difference(headline, diff_of(self._expected.question.splitlines(), seen.splitlines())))

    def _close(self, trace: Trace, replay: Replay) -> None:
        self._keep(replace(trace, value=_value(trace.answer, replay.result)))
        if replay.difference is not None:
            raise ReplayDiffers(replay.difference)
        if replay.fault is not None:
            raise HuskyError(f"the replay cannot go on: {replay.fault}")

    def _keep(self, trace: Trace) -> None:
        """``trace`` is what came out; the cards and the file keep the recording."""
        self.session.keep(trace, self._wish.into)
        self.trace = self.recorded
        self._publish(self.recorded)
        self._afterwards.ended(self.recorded)


def _value(answer: str | None, result: Result | None) -> Any:
    """The live value behind an answer: what the last program came to now, if its line is the answer."""
    if answer is None:
        return None
    if result is not None and result.said == answer:
        return result.value
    number = number_of(answer)
    return answer if number is None else number


def _without_secrets(recorded: Trace, redactor: Redactor) -> Trace:
    """What must come out, as tools tell it: without what is a secret now. Calls run as they were recorded."""
    clean = redactor.trace(recorded)
    steps = (replace(step, call=old.call) for step, old in zip(clean.steps, recorded.steps, strict=True))
    return replace(clean, steps=tuple(steps))


def _no_engine(role: str) -> Engine:
    raise HuskyError("a replay asks no model")
