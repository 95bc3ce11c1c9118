"""All checkpoints of a namespace: a tree, since going back and on again starts a branch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.errors import CheckpointError
from husky_kernel.checkpoint.checkpoint import Checkpoint, reached
from husky_kernel.checkpoint.effects import effects, names_of
from husky_kernel.checkpoint.entry import Entry, changed_before, changed_since
from husky_kernel.checkpoint.names import Mentions, hidden, mentions

SHARE = 0.25
"""Of the free memory: what copies may take by default, of one run and of all together."""


LITTLE = 20_000_000
"""Bytes that copies may always take: asking how much memory is free takes longer than most steps."""


class History:
    """Checkpoints of one namespace, used on its main thread.

    ``budget``: bytes that copies may take; by default a quarter of the memory that is free when it is asked for. The
    oldest checkpoints are given up first.
    """

    def __init__(self, budget: int | None = None) -> None:
        self._budget = budget
        self._entries: dict[int, Entry] = {}
        self._tip: Entry | None = None
        self._next = 1

    @property
    def tip(self) -> int | None:
        """The step after which the namespace stands; None before the first."""
        return self._tip.id if self._tip else None

    @property
    def bytes(self) -> int:
        """What all checkpoints keep in memory besides what lives anyway; about right."""
        pieces: dict[object, int] = {}
        for entry in self._entries.values():
            pieces.update(entry.memory())
        return sum(pieces.values())

    def take(self, namespace: dict[str, Any], code: str, transform: Callable[[str], str] | None = None) -> int:
        """Record all that ``code`` can touch, before it runs; returns the checkpoint's id.

        ``transform`` turns the shell's own syntax into Python: ``shell.transform_cell``.
        """
        return self._begin(namespace, Checkpoint.before(namespace, mentions(code, transform), self._room()))

    def take_in_passing(self, namespace: dict[str, Any], used: Mentions, room: int, most: int) -> int:
        """The same where nobody may notice: at most ``room`` bytes are copied, and ``most`` objects looked at.

        Raises
        ------
        CheckpointError
            If there are more; nothing is recorded then.
        """
        return self._begin(namespace, Checkpoint.before(namespace, used, room, most))

    def _begin(self, namespace: dict[str, Any], before: Checkpoint) -> int:
        if self._tip is not None:
            for entry, names in changed_before(self._tip.line, before).items():
                entry.foreign |= names
        self._tip = Entry(self._next, self._tip, namespace, before)
        self._entries[self._next] = self._tip
        self._next += 1
        return self._tip.id

    def settle(self, id: int, outside: Iterable[str] = ()) -> Effects:
        """After the step: what it did, with ``outside``, the texts of a ``Watch``. What it left alone is let go."""
        entry = self._entry(id)
        full, namespace = entry.before, entry.namespace
        changed = full.changed(namespace)
        found = effects(namespace, full, changed, tuple(outside))
        entry.marks = Checkpoint.marks(namespace, changed, full.things if changed else ())
        entry.before = changed
        self._thin()
        return found

    def settle_in_passing(self, id: int) -> Effects:
        """As :meth:`settle`, without a look into tables and for others' changes: the names, and what was not copied."""
        entry = self._entry(id)
        entry.before = entry.before.changed(entry.namespace)
        self._thin()
        return names_of(entry.namespace, entry.before)

    def shed(self, most: int) -> None:
        """Give up the oldest steps until no more than ``most`` are left."""
        for id in list(self._entries)[: max(len(self._entries) - most, 0)]:
            entry = self._entries.pop(id)
            entry.thin()
            for other in self._entries.values():
                if other.parent is entry:
                    other.parent = None
            if self._tip is entry:
                self._tip = None

    def can_restore(self, id: int) -> bool:
        """Whether :meth:`restore` can go back to before that step: it was recorded, and nothing was given up since."""
        return id in self._entries and self._complete(*self._path(self._entries[id].parent))

    def can_go(self, id: int | None) -> bool:
        """Whether :meth:`go` can go to just after that step."""
        return id is None or (id in self._entries and self._complete(*self._path(self._entries[id])))

    def conflicts(self, id: int) -> tuple[str, ...]:
        """Names that :meth:`restore` would change and that somebody else changed since the steps."""
        return self._conflicts(self._entry(id).parent)

    def conflicts_to(self, id: int | None) -> tuple[str, ...]:
        """The same for :meth:`go`."""
        return self._conflicts(self._entry(id) if id is not None else None)

    def restore(self, id: int, keep: Collection[str] = ()) -> tuple[str, ...]:
        """Go back to before step ``id``, wherever the namespace stands now; the names in ``keep`` are left alone.

        Returns what could not be put back. Steps that are undone stay, and can be gone to.

        Raises
        ------
        CheckpointError
            If a checkpoint on the way was given up. Nothing is changed then.
        """
        return self._move(self._entry(id).parent, keep)

    def go(self, id: int | None, keep: Collection[str] = ()) -> tuple[str, ...]:
        """Go to just after step ``id``, on whatever branch; None is before all. As :meth:`restore` otherwise."""
        return self._move(self._entry(id) if id is not None else None, keep)

    def drop(self, id: int) -> None:
        """Give up a step that was gone back to before, unless the way to another one leads over it."""
        entry = self._entry(id)
        if entry is not self._tip and not any(other.parent is entry for other in self._entries.values()):
            del self._entries[id]

    def tidy(self) -> None:
        """After cells of the user: let go of what they threw away, so that its memory is free again."""
        for entry in self._entries.values():
            entry.tidy()

    def forget(self) -> None:
        """Give everything up."""
        self._entries.clear()
        self._tip = None

    def _move(self, target: Entry | None, keep: Collection[str]) -> tuple[str, ...]:
        undo, redo = self._path(target)
        if not self._complete(undo, redo):
            raise CheckpointError(
                "the variables of that time are no longer kept, since memory for copies is limited: "
                "go back to a later step, or restart the kernel and run the cells again"
            )
        troubles: list[str] = []
        for entry in undo:
            if entry.marks is None:  # never settled: its code did not come to an end
                entry.before = entry.before.changed(entry.namespace)
            entry.after = Checkpoint.now(entry.namespace, entry.before, self._room())
            troubles += entry.before.put_back(entry.namespace, keep, reached(entry.namespace, keep))
            self._tip = entry.parent
        for entry in redo:
            assert entry.after is not None
            troubles += entry.after.put_back(entry.namespace, keep, reached(entry.namespace, keep))
            self._tip = entry
        self._thin()
        return tuple(dict.fromkeys(troubles))

    def _conflicts(self, target: Entry | None) -> tuple[str, ...]:
        return tuple(sorted(name for name in changed_since(*self._path(target)) if not hidden(name)))

    def _path(self, target: Entry | None) -> tuple[list[Entry], list[Entry]]:
        """Steps to undo, newest first, and then steps to do again, oldest first."""
        here, there = (entry.line if entry else [] for entry in (self._tip, target))
        undo = [entry for entry in here if entry not in there]
        redo = [entry for entry in there if entry not in here]
        return undo, redo[::-1]

    def _complete(self, undo: Iterable[Entry], redo: Iterable[Entry]) -> bool:
        return not any(entry.thinned for entry in undo) and all(entry.after is not None for entry in redo)

    def _thin(self) -> None:
        """Give up the oldest checkpoints until the rest fits."""
        kept = self.bytes
        if (self._budget is None and kept <= LITTLE) or kept <= (room := self._room()):
            return
        for entry in self._entries.values():
            entry.thin()
            if self.bytes <= room:
                return

    def _room(self) -> int:
        if self._budget is not None:
            return self._budget
        import psutil

        return int(psutil.virtual_memory().available * SHARE)

    def _entry(self, id: int) -> Entry:
        if id not in self._entries:
            raise CheckpointError(f"there is no checkpoint {id}: run the cell again")
        return self._entries[id]
