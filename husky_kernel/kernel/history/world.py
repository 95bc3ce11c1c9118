"""The variables of a run in time: a checkpoint before each step, so that the world can go back to it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import FIRST_LINE, Observation, Task
from husky_kernel.checkpoint import History, Watch

_READ = re.compile(r"^([^\W\d]\w*) = tidy\.table\(\1\)$", re.MULTILINE)
"""How a program reads a table of another library: under its own name, which is put back in any case."""

_log = logging.getLogger(__name__)


@dataclass
class Deed:
    """One try of a step's code; ``effects`` are known once it has ended."""

    effects: Effects | None = None


class World:
    """Belongs to one cell; used on the main thread. Lines are those of the trace's branches.

    A fault in here costs the checkpoint, never the step.
    """

    def __init__(
        self,
        shell: Any,
        made: Collection[str] = (),
        around: Callable[[str], AbstractContextManager[None]] | None = None,
    ) -> None:
        """``made``: names that earlier runs made, which a step may use again. ``around``: entered for a step's code."""
        self.line = FIRST_LINE
        """The line whose variables the namespace holds."""
        self._shell = shell
        self._around = around or (lambda code: nullcontext())
        self._history = History()
        self._marks: dict[str, dict[int, int]] = {FIRST_LINE: {}}
        """For each line the checkpoints of its steps; none for lines out of a file."""
        self._outside: dict[int, tuple[str, ...]] = {}
        self._made: set[str] = {*made}
        self._read: frozenset[str] = frozenset()
        """Tables of other libraries that the last code reads."""
        self.guarded = False
        """Whether a step may change nothing that was there before the run: what it did change is put back."""

    def asked(self, task: Task) -> None:
        """From now on steps are for ``task``: unless it asks for a change, what they do to the user's is put back."""
        self.guarded = bool(task.context) and not task.changes

    @property
    def bytes(self) -> int:
        """What the copies take."""
        return self._history.bytes

    @contextmanager
    def step(self, index: int, code: str) -> Iterator[Deed]:
        """Around the running of a step's code. A repair starts from where the failed try started."""
        deed, id = Deed(), None
        marks = self._marks[self.line]
        try:
            if index in marks:
                self._history.restore(failed := marks.pop(index))
                self._history.drop(failed)
            else:
                self._outside.pop(index, None)
            id = marks[index] = self._history.take(self._shell.user_ns, code, self._shell.transform_cell)
            self._read = frozenset(_READ.findall(code))
        except Exception as error:
            _log.warning("no checkpoint before step %d: %s", index + 1, error)
        watch = Watch()
        try:
            with self._around(code), watch:
                yield deed
        finally:
            self._outside[index] = (*self._outside.get(index, ()), *watch.seen)
            if id is not None:
                deed.effects = self._settle(id, index)

    def run(self, tool: Tool, call: str, index: int, given: bool, aside: bool = False) -> Observation:
        """Have ``tool`` carry out a step's call, with a checkpoint before and a look at its effects after it."""
        if tool.name != "code":
            return tool.run(call)
        with self.step(index, call) as deed:
            seen = tool.run(call)
        if seen.held:
            self.undo(index)
            return seen
        seen = replace(seen, effects=deed.effects)
        return seen if given else self.guard(index, seen, aside)

    def guard(self, index: int, seen: Observation, aside: bool = False) -> Observation:
        """Put back what a step changed of the variables that were there before the run, where nobody asked for that, or
        where it failed: half a change is none.

        ``aside``: of a step that only computes once more nothing but its result stays.
        """
        effects = seen.effects
        if effects is None:
            return seen
        if not aside:
            self._made.update(effects.created)
        failed = not seen.ok
        names = [name for name in (*effects.changed, *effects.deleted) if aside or failed or name not in self._made]
        id = self._marks[self.line].get(index)
        if id is None or not (aside or ((self.guarded or failed) and names)):
            return seen
        namespace = self._shell.user_ns
        changed = [namespace[name] for name in names if name in namespace]
        result = seen.result
        if result is not None and any(result.value is value for value in changed) and hasattr(result.value, "copy"):
            result = replace(result, value=result.value.copy())  # the answer is what the step made of it
        made = {name: namespace[name] for name in effects.created if not aside and name in namespace}
        troubles = self._history.restore(id)
        id = self._marks[self.line][index] = self._history.take(namespace, "\n".join(made))
        namespace.update(made)
        self._history.settle(id)
        tables = tuple(table for table in effects.tables if not aside and table.name not in names)
        kept = replace(effects, changed=(), deleted=(), tables=tables, uncopied=(*effects.uncopied, *troubles))
        if aside:
            return replace(seen, result=result, effects=replace(kept, created=()))
        notes = seen.notes
        if names := [name for name in names if name not in self._read]:
            told = f"{', '.join(f'`{name}`' for name in names)} {'was' if len(names) == 1 else 'were'}"
            notes = (
                *notes,
                f"{told} changed and put back: {'the program failed' if failed else 'the question asks for no change'}",
            )
        return replace(seen, result=result, effects=kept, notes=notes)

    def undo(self, index: int) -> None:
        """Put the namespace back to before the last try of a step, as if it had not been."""
        id = self._marks[self.line].pop(index, None)
        self._outside.pop(index, None)
        try:
            if id is not None:
                self._history.restore(id)
        except Exception as error:
            _log.warning("step %d was not undone: %s", index + 1, error)

    def undoable(self, count: int) -> frozenset[int]:
        """Those of the first ``count`` steps of the line before which the namespace can be put back."""
        return frozenset(index for index in range(count) if self._can_restore(index))

    def knows(self, index: int) -> bool:
        """Whether a step from ``index`` on has a checkpoint: else there is nothing to put back."""
        return self._first_from(index) is not None

    def conflicts(self, index: int) -> tuple[str, ...]:
        """Names that going back to before step ``index`` would change, and that the user changed since."""
        id = self._first_from(index)
        return () if id is None else self._history.conflicts(id)

    def back_to(self, index: int, keep: Collection[str] = ()) -> tuple[str, ...]:
        """Put the namespace back to before step ``index``; returns what could not be.

        Raises
        ------
        CheckpointError
            If the copies of that time are no longer kept.
        """
        id = self._first_from(index)
        return () if id is None else self._history.restore(id, keep)

    def fork(self, line: str, at: int) -> None:
        """A new line begins that shares the first ``at`` steps; the namespace stands there already."""
        self._marks[line] = {index: id for index, id in self._marks.get(self.line, {}).items() if index < at}
        self.line = line

    def conflicts_to(self, line: str) -> tuple[str, ...]:
        """The same as :meth:`conflicts` for :meth:`go`."""
        return self._history.conflicts_to(self._last(line))

    def can_go(self, line: str) -> bool:
        """Whether :meth:`go` can."""
        return line in self._marks and self._history.can_go(self._last(line))

    def go(self, line: str, keep: Collection[str] = ()) -> tuple[str, ...]:
        """Put the namespace where ``line`` ended; returns what could not be put. Raises as :meth:`back_to`."""
        troubles = self._history.go(self._last(line), keep)
        self.line = line
        return troubles

    def tidy(self) -> None:
        """Let go of what the user threw away."""
        self._history.tidy()

    def forget(self) -> None:
        """Give all copies up."""
        self._history.forget()
        self._marks = {line: {} for line in self._marks}

    def _settle(self, id: int, index: int) -> Effects | None:
        try:
            return self._history.settle(id, dict.fromkeys(self._outside[index]))
        except Exception as error:
            _log.warning("the effects of step %d are not known: %s", index + 1, error)
            return None

    def _can_restore(self, index: int) -> bool:
        id = self._first_from(index)
        return id is not None and self._history.can_restore(id)

    def _first_from(self, index: int) -> int | None:
        """The checkpoint of the first step from ``index`` on that has one: nothing before it touched anything."""
        marks = self._marks.get(self.line, {})
        later = [step for step in marks if step >= index]
        return marks[min(later)] if later else None

    def _last(self, line: str) -> int | None:
        marks = self._marks.get(line, {})
        return marks[max(marks)] if marks else None
