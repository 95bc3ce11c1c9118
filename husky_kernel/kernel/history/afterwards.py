"""What a person does with a run that has ended: run a step again, undo, and go between its lines."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from husky_kernel.agent.answers.ending import taken
from husky_kernel.agent.errors import CheckpointError, HuskyError
from husky_kernel.agent.loop import Redo, run
from husky_kernel.agent.reruns import branches
from husky_kernel.agent.reruns.branches import grow, line, lines, promote
from husky_kernel.agent.reruns.keeping import rerun_kept
from husky_kernel.agent.team import Team
from husky_kernel.agent.types import Action, Trace
from husky_kernel.display.command import Command
from husky_kernel.display.tree import Branch, Side

if TYPE_CHECKING:
    from husky_kernel.kernel.run import CellRun, Loop

BUSY = "This run is still going on: stop it first, or wait for its end."
NOT_KEPT = "The variables were not put back: there is no checkpoint of that time."


class Afterwards:
    """Belongs to one cell. ``post`` is called on the event loop, outside the callback of a widget."""

    def __init__(self, run: CellRun) -> None:
        self._run = run
        self._tasks: set[asyncio.Task[None]] = set()
        self._shown: str | None = None

    def post(self, command: Command) -> None:
        """Begin what ``command`` asks for, or say why not."""
        trace = self._run.trace
        if trace is None or self._run.busy or self._tasks:
            self._refuse(command, BUSY)
            return
        task = asyncio.get_running_loop().create_task(self._do(trace, command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def ended(self, trace: Trace) -> None:
        """The run, or a rerun, has ended: show its lines, and what can be undone."""
        self._shown = trace.branch
        self._tell(trace)

    async def _do(self, trace: Trace, command: Command) -> None:
        try:
            if command.kind == "show":
                self._show(trace, command.line or "")
            elif command.kind == "compare":
                self._compare(trace, command.left or "", command.right or "")
            else:
                async with self._run.session.turn:  # from the look at the variables to the last step that changes them
                    await self._change(trace, command)
        except HuskyError as error:
            self._refuse(command, str(error))
        except Exception as error:  # a fault of ours: the run and its variables stay as they are
            self._refuse(command, f"That did not work: {type(error).__name__}: {error}")

    async def _change(self, trace: Trace, command: Command) -> None:
        match command.kind:
            case "promote":
                self._promote(trace, command.line or "", command)
            case "undo":
                self._undo(trace, command)
            case "take":
                self._take(trace, command.index or 0)
            case "rerun" | "flip":
                await self._rerun(trace, command)

    def _show(self, trace: Trace, id: str) -> None:
        shown = promote(trace, id)
        self._shown = id
        self._run.audience.show_line(shown)
        self._tell(trace)

    def _compare(self, trace: Trace, left: str, right: str) -> None:
        sides = [Side(_node(line(trace, id), trace), line(trace, id).steps) for id in (left, right)]
        self._run.audience.compare(*sides)

    def _promote(self, trace: Trace, id: str, command: Command) -> Trace | None:
        """Make a line the live one: the namespace and ``_husky`` become its own. None if the user is asked first."""
        wanted, world = promote(trace, id), self._run.world
        names = world.conflicts_to(id) if world.can_go(id) else ()
        if self._asks(command, len(wanted.steps) - 1, names):
            return None
        note = _note(world.go(id, _kept(command, names))) if world.can_go(id) else NOT_KEPT
        world.line = id
        self._run.end(wanted)
        self._run.audience.show_line(wanted)
        self._run.audience.status(note)
        return wanted

    def _undo(self, trace: Trace, command: Command) -> None:
        """The namespace and the line go back to before a step; the line as it was stays in the tree."""
        found = self._go_back(trace, command)
        if found is None:
            return
        trace, index, note = found
        self._run.about(trace.steps[index])
        self._run.lessons.undone(trace.steps[index], trace.steps[:index])
        left = grow(trace, index, "undo")
        self._run.world.fork(left.branch, index)
        self._run.end(left)
        self._run.audience.show_line(left)
        self._run.audience.status(note)

    def _take(self, trace: Trace, index: int) -> None:
        """The answer of another program of the live line becomes the answer."""
        chosen = taken(trace, index)
        self._run.end(chosen)
        self._run.audience.finished(chosen)

    async def _rerun(self, trace: Trace, command: Command) -> None:
        found = self._go_back(trace, command)
        if found is None:
            return
        trace, index, note = found
        old, tool = trace.steps[index], command.tool or trace.steps[index].tool
        why: branches.Why = "flip" if command.kind == "flip" else "edit" if command.edited else "rerun"
        left = grow(trace, index, why)
        text = "" if why == "flip" else command.step or old.step
        redo = Redo(Action(tool, text), command.call, why != "rerun", old.part)

        def again(team: Team) -> Loop:
            self._run.about(old)
            self._run.lessons.rerun(old, trace.steps[:index], command)
            if command.keep:
                return rerun_kept(self._run.task, team, left.steps, redo, trace.steps[index + 1 :], left)
            hints, plan = self._run.gate.hints, self._run.planned(trace.parts)
            return run(self._run.task, team, self._run.max_steps, left.steps, redo, left, hints, plan)

        self._run.world.fork(left.branch, index)
        self._run.ready_again()
        self._shown = left.branch
        self._tell(left, running=True)
        with suppress(HuskyError, KeyboardInterrupt):  # the cards tell it; there is no cell to fail
            await self._run.go(again)
        if self._run.trace is None or self._run.trace.branch != left.branch:  # it did not begin
            self._run.world.go(trace.branch)
        if note:
            self._run.audience.status(note)

    def _go_back(self, trace: Trace, command: Command) -> tuple[Trace, int, str] | None:
        """Put the namespace back to before a step of the line that is shown; None if the user is asked first.

        With the trace that has this line as its live one, the index, and a note on what could not be put back.
        """
        index, world = command.index or 0, self._run.world
        if self._shown is not None and self._shown != trace.branch:
            wanted = self._promote(trace, self._shown, command)
            if wanted is None:
                return None
            trace = wanted
        if index >= len(trace.steps):
            raise HuskyError(f"there is no step {index + 1}: it was made anew meanwhile")
        names = world.conflicts(index)
        if self._asks(command, index, names):
            return None
        try:
            note = _note(world.back_to(index, _kept(command, names)))
        except CheckpointError as error:
            note = f"The variables were not put back: {error}"
        ran = any(step.tool == "code" for step in trace.steps[index:])
        return trace, index, note if world.knows(index) or not ran else NOT_KEPT

    def _asks(self, command: Command, index: int, names: Sequence[str]) -> bool:
        if not names or command.answer != "ask":
            return False
        self._run.audience.conflict(index, names)
        return True

    def _tell(self, trace: Trace, running: bool = False) -> None:
        audience, every = self._run.audience, lines(trace)
        if len(every) > 1:
            nodes = [_node(one, trace, running and one.id == trace.branch) for one in every]
            audience.lines(nodes, self._shown or trace.branch)
        live = self._shown in (None, trace.branch)
        audience.undoable(self._run.world.undoable(len(trace.steps)) if live and not running else ())

    def _refuse(self, command: Command, reason: str) -> None:
        """Say why not. The card that asked waits for word."""
        trace = self._run.trace
        self._run.audience.status(reason)
        if trace is not None and command.index is not None and command.index < len(trace.steps):
            self._run.audience.step(trace.steps[command.index], "done")


def _note(troubles: Sequence[str]) -> str:
    return f"Could not be put back: {'; '.join(troubles)}" if troubles else ""


def _kept(command: Command, names: Sequence[str]) -> Sequence[str]:
    return names if command.answer == "mine" else ()


def _node(one: branches.Branch, trace: Trace, running: bool = False) -> Branch:
    return Branch(
        id=one.id,
        parent=one.parent,
        at=one.at,
        status="running" if running else one.status,
        answer=one.answer,
        steps=len(one.steps),
        live=one.id == trace.branch,
        why=one.why,
    )
