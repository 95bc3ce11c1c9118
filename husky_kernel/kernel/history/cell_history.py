"""What each cell did to the variables, so that they can go back to before any of them.

A cell of the user's is looked at before and after, in passing: what it can touch is recorded as a step's is, but for
arrays that are too large to copy unnoticed, and for cells that would be slowed (see :class:`Purse`). These are named
when somebody goes back. The steps of runs count to the cell that was run last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line
from husky_kernel.checkpoint import History, Watch
from husky_kernel.checkpoint.names import Mentions, mentions, public
from husky_kernel.kernel.magics.transformer import users_code

_log = logging.getLogger(__name__)

CELLS = 200
"""So many cells are kept at most."""

PASSING, SHARE = 0.005, 0.02
"""What a cell may be slowed by on average: these seconds or this share of its own, whichever is more."""

FIRST, MOST = 0.05, 0.5
"""Seconds that there are to spend at first, and that can be saved up at most."""

BYTES, OBJECTS = 300_000_000, 500_000
"""What is copied and looked at in a second: arrays, most of whose time new memory takes; tables are only shared."""

SHOWN = 12
"""Cells that are listed."""


@dataclass(slots=True)
class Purse:
    """Seconds that may still be spent: every cell puts some in, and what looking at it took is taken out."""

    seconds: float = FIRST

    def spend(self, cell: float, spent: float) -> None:
        """A cell of ``cell`` seconds was looked at for ``spent`` seconds."""
        self.seconds = min(self.seconds + max(PASSING, SHARE * cell), MOST) - spent

    @property
    def next(self) -> float:
        """Seconds for the next cell: half of what there is, so that there is always some left."""
        return self.seconds / 2


@dataclass(slots=True)
class Mark:
    """One piece of code that ran: a cell, or a step of a run in it. ``id`` is its checkpoint's, None where none was
    taken; then ``used`` are the variables that it can have changed.
    """

    number: int
    id: int | None
    used: tuple[str, ...] = ()
    effects: Effects = field(default_factory=Effects)

    def told(self) -> str:
        """What it did, in one line; empty where it did nothing."""
        if self.id is None:
            return f"not kept, it can have changed {', '.join(self.used)}" if self.used else ""
        parts = (
            (self.effects.changed, "changed"),
            (self.effects.created, "made"),
            (self.effects.deleted, "deleted"),
        )
        return ", ".join(f"{verb} {', '.join(names)}" for names, verb in parts if names)


class CellHistory:
    """Belongs to one shell; used on its main thread. A fault in here costs the way back, never the cell."""

    def __init__(self, shell: Any, wanted: Callable[[], bool] = lambda: True) -> None:
        """``wanted``: whether cells are kept, asked before each."""
        self._shell = shell
        self._wanted = wanted
        self._history = History()
        self.purse = Purse()
        """What may be spent on the next cells."""
        self._marks: list[Mark] = []
        self._open: _Open | None = None
        self._left: tuple[int | None, list[Mark]] | None = None
        self._number, self._counted_up = 0, 1
        self._events = {"pre_run_cell": self._begins, "post_run_cell": self._ended}

    def listen(self) -> None:
        """Follow the user's cells from now on."""
        for event, hear in self._events.items():
            self._shell.events.register(event, hear)

    def leave(self) -> None:
        """Follow them no more, and give all copies up."""
        for event, hear in self._events.items():
            if hear in self._shell.events.callbacks[event]:
                self._shell.events.unregister(event, hear)
        self._end()  # of the cell that says so nobody hears the end
        self._history.forget()
        self._marks.clear()

    @contextmanager
    def step(self, code: str) -> Iterator[None]:
        """Around the code of a run's step."""
        opened: _Open | None = None
        with suppress(Exception):
            opened = self._take(code) if self._wanted() else None
        try:
            yield
        finally:
            if opened is not None:
                self._settle(opened)

    def changed(self, number: int) -> bool:
        """Whether the cell of that number changed variables, and can be gone back to before."""
        marks = [mark for mark in self._marks if mark.number == number]
        kept = all(mark.id is not None for mark in marks)
        return kept and any(mark.effects.created or mark.effects.changed or mark.effects.deleted for mark in marks)

    def told(self) -> str:
        """The last cells and what they did, a line each."""
        lines = [f"[{mark.number}] {told}" for mark in self._marks if (told := mark.told())]
        if not lines:
            return "No cell has changed a variable since husky is here."
        return "\n".join([*lines[-SHOWN:], "%husky back N puts the variables back to before cell [N]."])

    def back(self, number: int) -> str:
        """Put the variables back to before cell ``number``; tells what was undone, and what could not be.

        Raises
        ------
        UseError
            If there was no such cell, or it is not kept.
        CheckpointError
            If the copies of that time were given up.
        """
        opened, self._open = self._open, None
        if opened is not None:
            self._settle(opened)
        gone = [mark for mark in self._marks if mark.number >= number and mark is not (opened and opened.mark)]
        kept = [mark for mark in gone if mark.id is not None]
        if not kept:
            numbers = list(dict.fromkeys(mark.number for mark in self._marks if mark.id is not None))
            there = f"those from [{numbers[0]}] to [{numbers[-1]}]" if numbers else "none yet"
            raise UseError(f"no cell from [{number}] on is kept; kept are {there}")
        if number < self._marks[0].number:
            raise UseError(f"cell [{number}] is not kept: the first that is, is [{self._marks[0].number}]")
        left, marks = self._tip_without(opened), self._without(opened)
        troubles = self._history.restore(kept[0].id or 0)
        self._left = left, marks
        self._marks = [mark for mark in marks if mark not in gone]
        self._go_on(opened)
        return _report(number, gone, troubles)

    def forth(self) -> str:
        """Take the last :meth:`back` back, and what was run since.

        Raises
        ------
        UseError
            If nothing was gone back over.
        CheckpointError
            If the copies of that time were given up.
        """
        if self._left is None:
            raise UseError("there is nothing to go forth to: it takes the last %husky back back")
        opened, self._open = self._open, None
        if opened is not None:
            self._settle(opened)
        here = self._tip_without(opened), self._without(opened)
        tip, marks = self._left
        troubles = self._history.go(tip)
        self._marks, self._left = marks, here
        self._go_on(opened)
        last = f"cell [{marks[-1].number}]" if marks else "the first cell"
        return "\n".join([f"The variables are as after {last} again.", *_not_undone((), troubles)])

    def _go_on(self, opened: _Open | None) -> None:
        """What follows in the cell that went back counts as a cell from there."""
        self._open = self._take(opened.code) if opened is not None else None
        if self._open is not None and opened is not None:
            self._open.watch = opened.watch

    def _without(self, opened: _Open | None) -> list[Mark]:
        return [mark for mark in self._marks if opened is None or mark is not opened.mark]

    def _tip_without(self, opened: _Open | None) -> int | None:
        """The step after which the variables stand, of those before the cell that goes on."""
        marks = [mark for mark in self._without(opened) if mark.id is not None]
        return marks[-1].id if marks else None

    def _begins(self, info: Any) -> None:
        if not getattr(info, "store_history", False) or not self._wanted():
            return
        with suppress(Exception):
            self._number = self._shell.execution_count - self._counted_up
            code = users_code(info.raw_cell or "")
            self._open = self._take(code) if code.strip() else None
            if self._open is not None:
                self._open.watch.__enter__()

    def _ended(self, result: Any) -> None:
        if getattr(getattr(result, "info", None), "store_history", False):
            self._count(getattr(result, "execution_count", None) or self._number)
        self._end()

    def _end(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            with suppress(Exception):
                opened.watch.__exit__(None, None, None)
            self._settle(opened)

    def _count(self, number: int) -> None:
        """The cell that ended had this number. Whether it is counted up before a cell begins or after it has ended is
        IPython's own affair, and has changed.
        """
        if number != self._number:
            for mark in self._marks:
                mark.number = number if mark.number == self._number else mark.number
            self._counted_up += self._number - number
            self._number = number

    def _take(self, code: str) -> _Open:
        start = perf_counter()
        used = mentions(code, self._shell.transform_cell)
        # What writes past copy-on-write without being named is left to be: the cure costs a copy of every table.
        used = replace(used, raw=used.raw and not used.everything)
        mark = Mark(self._number, self._taken(used), tuple(sorted(filter(public, used.names))))
        self._marks.append(mark)
        if len(self._marks) > CELLS:
            del self._marks[: len(self._marks) - CELLS]
            self._history.shed(CELLS)
        return _Open(mark, code, perf_counter() - start)

    def _taken(self, used: Mentions) -> int | None:
        """The checkpoint's id; None where the cell is not kept."""
        if self.purse.next <= 0:
            return None
        room, most = int(self.purse.next * BYTES), int(self.purse.next * OBJECTS)
        try:
            return self._history.take_in_passing(self._shell.user_ns, used, room, most)
        except Exception as error:  # too much to look at, or an object with a will of its own
            _log.debug("no checkpoint before cell %d: %s", self._number, error)
            return None

    def _settle(self, opened: _Open) -> None:
        start, mark = perf_counter(), opened.mark
        if mark.id is None:
            there = self._shell.user_ns
            mark.used = tuple(name for name in mark.used if name in there)
        else:
            try:
                mark.effects = replace(self._history.settle_in_passing(mark.id), outside=opened.watch.seen)
            except Exception as error:
                _log.debug("what cell %d did is not known: %s", mark.number, error)
        took = perf_counter() - start
        self.purse.spend(start - opened.since, opened.took + took)


@dataclass(slots=True)
class _Open:
    """A piece of code that runs now."""

    mark: Mark
    code: str
    took: float
    watch: Watch = field(default_factory=Watch)
    since: float = field(default_factory=perf_counter)


def _report(number: int, gone: Sequence[Mark], troubles: Sequence[str]) -> str:
    undone = [f"[{mark.number}] {told}" for mark in gone if mark.id is not None and (told := mark.told())]
    head = f"The variables are as before cell [{number}] again."
    lines = [f"{head} Undone: {'; '.join(undone)}." if undone else head, *_not_undone(gone, troubles)]
    return "\n".join([*lines, "%husky forth takes this back."])


def _not_undone(gone: Sequence[Mark], troubles: Sequence[str]) -> list[str]:
    """What stays as it is: what happened outside, what was not copied, what was not kept."""
    texts = [f"[{mark.number}] {mark.told()}" for mark in gone if mark.id is None and mark.used]
    for mark in gone:
        texts += [f"[{mark.number}] {text}" for text in (*mark.effects.outside, *mark.effects.uncopied)]
    texts += troubles
    return [f"Not undone: {'; '.join(dict.fromkeys(map(one_line, texts)))}."] if texts else []
