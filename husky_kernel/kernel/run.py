"""One ``%%husky`` cell: its run, the reruns that its cards ask for, and what stays in the notebook."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from husky_kernel.agent.drive import drive
from husky_kernel.agent.errors import HuskyError, Stopped, UseError
from husky_kernel.agent.events import Event, Reply, Review, Verdict
from husky_kernel.agent.grammar import one_line
from husky_kernel.agent.loop import run
from husky_kernel.agent.part import Plan
from husky_kernel.agent.reruns.branches import record
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Step, Task, Trace, TraceStatus, Turn
from husky_kernel.assembly import Agent, Report, judge, memory_of
from husky_kernel.context.variables import fill, unknown
from husky_kernel.display.view import Command, View
from husky_kernel.kernel.audience import Audience
from husky_kernel.kernel.driver import Driver
from husky_kernel.kernel.gate import Gate, Watchfulness
from husky_kernel.kernel.history.afterwards import Afterwards
from husky_kernel.kernel.history.guarded import guarded
from husky_kernel.kernel.history.lessons import Lessons
from husky_kernel.kernel.history.world import World
from husky_kernel.kernel.interrupts import CellInterrupted, interrupts
from husky_kernel.kernel.magics.wish import Wish
from husky_kernel.kernel.saved.saved_copy import Copy, SavedCopy
from husky_kernel.trust.secrets import Redactor

if TYPE_CHECKING:
    from husky_kernel.kernel.session import Session

Loop = Generator[Event, Reply, Trace]

CONTROLS = ("stop", "pause", "resume", "approve", "skip")
"""What says something only while a run goes on."""

CARDS_APPEAR = 10.0
"""Seconds that a step which waits for a person gives the cards to appear."""


class CellRun:
    """Belongs to one output of one cell for as long as the kernel lives. The parts are there once it has begun."""

    task: Task
    audience: Audience
    gate: Gate
    world: World
    lessons: Lessons

    def __init__(self, session: Session, wish: Wish) -> None:
        self.session = session
        self.trace: Trace | None = None
        self._wish = wish
        self._copy: Copy = SavedCopy(wish.plain)
        self._driver: Driver | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._context: contextvars.Context | None = None
        self._model = ""
        self._plan = Plan([])
        self._afterwards = Afterwards(self)

    @property
    def max_steps(self) -> int:
        """After so many steps the run must finish."""
        return self._wish.max_steps

    @property
    def busy(self) -> bool:
        """Whether steps are being made."""
        return self._driver is not None

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
            async with self.session.turn:
                self._prepare()
                await self.go(self._first)
                self._complain()
        except asyncio.CancelledError:  # while it waited for its turn
            raise CellInterrupted from None

    def start_blocking(self) -> None:
        """Run without an event loop: the same, but cards cannot stop it; an interrupt of the kernel or Ctrl-C can."""
        if self.session.turn.locked():
            raise HuskyError("another run is going on: wait for its end")
        with suppress(RuntimeError):  # no event loop, as in a terminal
            self._attach()
        self._prepare()
        try:
            agent = self._load(self.audience.status)
            self._named(agent)
            team = self._team(agent)
            seen = self.audience.hear, self.gate.review_blocking, self.world.run
            trace = drive(self._first(team), agent.engine, team.tools, *seen)
            trace = replace(trace, load=trace.load + self.session.loading)
        except Exception as error:
            self._fail(error)
            raise
        self.end(trace)
        if self.gate.refused is not None:
            raise self.gate.refused
        if trace.status == "stopped":
            raise CellInterrupted
        self._complain()

    def _complain(self) -> None:
        """End the cell with an error where there is no answer, so that the cells below do not go on without one."""
        trace = self.trace
        if trace is not None and trace.status in ("failed", "limit") and not self._wish.soft:
            raise HuskyError(f"no answer: {trace.error} (--soft goes on)")

    def command(self, command: Command) -> None:
        """What a person pressed on a card. Callable on any thread. Models get to see its words, so without secrets."""
        clean, driver = Redactor(self.session.shell.user_ns).text, self._driver
        command = replace(command, step=command.step and clean(command.step), text=command.text and clean(command.text))
        command = replace(command, parts=tuple(map(clean, command.parts)))
        if command.kind in ("hint", "mode"):
            self.gate.press(command)
        elif command.kind in CONTROLS:
            if driver is not None:
                driver.stop() if command.kind == "stop" else self.gate.press(command)
        elif command.kind == "plan":
            if self._loop is not None and driver is not None:
                self._loop.call_soon_threadsafe(self._change_plan, command)
        elif command.kind == "flip" and driver is not None:
            self.gate.press(command)
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._afterwards.post, command, context=self._context)

    def about(self, step: Step) -> None:
        """What a person changes in ``step`` from now on is about its part of the question."""
        parts = self.trace.parts if self.trace else ()
        task = replace(self.task, question=parts[step.part]) if step.part < len(parts) else self.task
        self.lessons.about(task, self._model, self.session.profile)

    def planned(self, parts: Sequence[str] | None = None) -> Plan:
        """The plan of the run that begins: the parts of its task, or those that it had before."""
        self._plan = Plan(list(self.task.parts if parts is None else parts))
        return self._plan

    def _change_plan(self, command: Command) -> None:
        """Take over what is to come. Cards that knew less than what has happened show what holds."""
        self._plan.change(command.parts)
        self.audience.planned(self._plan.parts)

    def ready_again(self) -> None:
        """Before a rerun."""

    def _attach(self) -> None:
        """Remember where reruns belong: the main event loop, and the context whose output is this cell's."""
        self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()

    def _prepare(self) -> None:
        """Show the card, before anything that takes long."""
        self.session.resident.hurry()
        wish, namespace = self._wish, self.session.shell.user_ns
        self._model = self.session.resident.known(wish.model)
        if strange := unknown(wish.question, namespace):
            raise UseError(f"there is no variable {strange[0]!r}: write {{{{{strange[0]}}}}} for the braces themselves")
        self.task = Task(Redactor(namespace).text(fill(wish.question, namespace)))
        self._watched(Trace(self.task.question, self._model))
        if self.session.agent is None or self.session.agent.name != self._model:
            self.audience.status(f"Loading {self._model or 'the model'} …")

    def _watched(self, begun: Trace) -> None:
        """From now on the run is seen, can be controlled, and its variables can go back."""
        self._begun = begun
        self.audience = Audience([self._view(), *self.session.listeners(self.task.question, self._model)])
        self.gate = Gate(self._watchfulness(), self.audience, self._loop)
        self.world = World(self.session.shell, self.session.conversation.made(), self.session.cell_history.step)
        self.session.remember(self.world)
        self.lessons = self.session.lessons(begun.id, self.audience.status)
        self.gate.hinted = self.lessons.hint
        self._record()
        self.audience.show()
        if hasattr(self.session.shell, "kernel"):
            self._copy.begin()

    def _record(self) -> None:
        """Corrections are kept with what is known of the task by now."""
        self.lessons.about(self.task, self._model, self.session.profile)

    def _view(self) -> View:
        if self._wish.plain or not hasattr(self.session.shell, "kernel"):
            return self.session.plain_view(self.task.question, self._model)
        from husky_kernel.display.run_view import RunView

        return RunView(self.task.question, self._model, self.command, self.session.settings.widget)

    def _watchfulness(self) -> Watchfulness:
        patience = CARDS_APPEAR if self._reachable() else 0.0
        return Watchfulness.of(self.session.settings, self._attended, patience, self._wish.approve)

    def _attended(self) -> bool:
        """Whether somebody can press something: cards tell when they are seen."""
        return self._reachable() and self.audience.attended

    def _reachable(self) -> bool:
        """Whether a person may be at the front end: nbclient, papermill and the like allow no input."""
        kernel = getattr(self.session.shell, "kernel", None)
        return bool(getattr(kernel, "_allow_stdin", False)) and self._loop is not None

    def _first(self, team: Team) -> Loop:
        wish = self._wish
        self.task = self.session.conversation.task(self.task.question, wish.context_tokens, fresh=wish.fresh)
        self.world.asked(self.task)
        self._record()
        begun = replace(self._begun, model=team.name)
        return run(self.task, team, wish.max_steps, trace=begun, hints=self.gate.hints, plan=self.planned())

    async def go(self, begin: Callable[[Team], Loop]) -> None:
        """Load the model if need be, and drive the loop that ``begin`` makes; the outcome is kept whatever happens."""
        session = self.session
        driver = Driver(session.worker, self.audience, self.gate, self.world, self._reviewed, session.resident.roles)
        self._driver = driver
        try:
            with interrupts(driver.interrupt):
                agent = await driver.work(lambda: self._load(driver.report))
                self._named(agent)
                team = self._team(agent)
                trace = await driver.drive(begin(team), agent.engine, team.tools)
                trace = replace(trace, load=trace.load + self.session.loading)
        except (Stopped, asyncio.CancelledError, KeyboardInterrupt) as error:  # while loading
            driver.interrupted = driver.interrupted or not isinstance(error, Stopped)
            trace = self._not_begun("stopped")
        except Exception as error:
            self._fail(error)
            raise
        finally:
            self._driver = None
        self.end(trace)
        if driver.interrupted:
            raise CellInterrupted
        if self.gate.refused is not None:
            raise self.gate.refused

    def _reviewed(self, event: Review, verdict: Verdict | None) -> None:
        self.lessons.reviewed(event, verdict)

    def _load(self, report: Report) -> Agent:
        return self.session.load(self._model or self.session.choose(self._wish.model), report)

    def _team(self, agent: Agent) -> Team:
        namespace = self.session.shell.user_ns
        tools = guarded(self.session.tools(), self.gate, Redactor(namespace).text)
        team = agent.team(tools, memory_of(self.session.settings), judge(namespace, self.session.conversation.made()))
        team = replace(team, prepare=self._part)
        return team if self._wish.check else replace(team, policy=team.policy.unchecked())

    def _part(self, whole: Task, words: str, turns: Sequence[Turn], steps: Sequence[Step]) -> Task:
        """The task of a part that begins: what may be changed and what is kept of a person's words are its own."""
        task = self.session.conversation.part(whole, words, turns, steps, self._wish.context_tokens)
        self.world.asked(task)
        self.lessons.about(task, self._model, self.session.profile)
        return task

    def _named(self, agent: Agent) -> None:
        """Now the model is known in any case."""
        if not self._model:
            self._model = agent.name
            self.audience.named(agent.name)
        self._record()

    def _fail(self, error: Exception) -> None:
        reason = one_line(str(error)) or type(error).__name__
        self.end(self._not_begun("failed", reason))

    def _not_begun(self, status: TraceStatus, reason: str | None = None) -> Trace:
        """The trace of a run that did not come to its first step. A rerun leaves what was there before."""
        trace = self.trace or replace(self._begun, model=self._model, status=status, error=reason)
        self.audience.finished(trace)
        if trace is self.trace:
            self.audience.status(reason or "The rerun was stopped before it began.")
        return trace

    def end(self, trace: Trace) -> None:
        """Keep the outcome, of the run or of a rerun."""
        # Tools and questions hold no secrets by now; what a person wrote into a step may.
        trace = Redactor(self.session.shell.user_ns).trace(replace(trace, hints=tuple(self.gate.hints)))
        trace = self.trace = record(trace)
        self.lessons.ended(trace)
        self.session.conversation.ended(self.task, trace)
        self.session.keep(trace, self._wish.into)
        self._publish(trace)
        self._afterwards.ended(trace)

    def _publish(self, trace: Trace) -> None:
        """Put the copy that stays in the file below the cards, or renew it."""
        if hasattr(self.session.shell, "kernel"):
            self._copy.show(trace)
