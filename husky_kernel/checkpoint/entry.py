"""One step in the history: what it changed, and what it left behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from husky_kernel.checkpoint.checkpoint import MISSING, Checkpoint, as_bound
from husky_kernel.checkpoint.walk import Look


class _Gone:
    """Stands for what a step made and the user threw away."""


@dataclass(slots=True, eq=False)
class Entry:
    """What a step changed as it was before, what it left behind, and after an undo how to do it again.

    ``foreign`` are names that somebody else changed after it and before a later step took its checkpoint.
    """

    id: int
    parent: Entry | None
    namespace: dict[str, Any]
    before: Checkpoint
    marks: Checkpoint | None = None
    after: Checkpoint | None = None
    foreign: frozenset[str] = frozenset()
    thinned: bool = False

    @property
    def line(self) -> list[Entry]:
        """This one and those before it, newest first."""
        found: list[Entry] = []
        entry: Entry | None = self
        while entry is not None:
            found.append(entry)
            entry = entry.parent
        return found

    def memory(self) -> Mapping[object, int]:
        """Pieces of memory that this keeps, in bytes."""
        parts = [part for part in (self.before, self.after, self.marks) if part is not None]
        return {key: size for part in parts for key, size in part.memory(self.namespace)}

    def thin(self) -> None:
        """Give the copies up."""
        self.before, self.marks, self.after, self.thinned = Checkpoint({}), None, None, True

    def tidy(self) -> None:
        """Let go of what the step made and the user threw away since."""
        if self.marks is None:
            return
        live = self.namespace
        gone = {name: value for name, value in self.marks.bindings.items() if live.get(name, MISSING) is not value}
        gone = {name: value for name, value in gone.items() if value is not MISSING and type(value) is not _Gone}
        if gone:
            lost = Look(live).reached(gone.values()) - Look(live).reached(self._still_there(gone))
            saved = tuple(part for part in (each.without(lost) for each in self.marks.saved) if part is not None)
            bindings = {**self.marks.bindings, **dict.fromkeys(gone, _Gone())}
            self.marks = replace(self.marks, bindings=bindings, saved=saved)

    def _still_there(self, gone: Iterable[str]) -> list[Any]:
        assert self.marks is not None
        return [value for name, value in self.marks.bindings.items() if name not in gone]


def changed_since(undo: Sequence[Entry], redo: Sequence[Entry] = ()) -> set[str]:
    """Names that going back over ``undo`` (newest first) and on over ``redo`` would overwrite, though somebody else
    changed them since those steps."""
    names: set[str] = set()
    seen: list[Checkpoint] = []
    for entry in undo:
        names |= entry.foreign
        if entry.marks is not None:
            names |= _differing(entry, entry.marks, seen)
        seen.append(entry.before)
    for entry in redo:
        names |= _differing(entry, entry.before, seen)
        seen.append(entry.before)
    return {name for name in names if _would_change(name, undo, redo)}


def changed_before(undo: Sequence[Entry], now: Checkpoint) -> Mapping[Entry, set[str]]:
    """Which of the names in ``now`` somebody else changed since those steps, newest first, left them."""
    found: dict[Entry, set[str]] = {}
    for at, entry in enumerate(undo):
        marks = entry.marks
        if marks and (marks.bindings.keys() & now.bindings.keys() or not marks.things.isdisjoint(now.things)):
            newer = [other.before for other in undo[:at]]
            found[entry] = _differing(entry, marks, newer) & now.bindings.keys()
    return {entry: names for entry, names in found.items() if names}


def _differing(entry: Entry, expected: Checkpoint, seen: Sequence[Checkpoint]) -> set[str]:
    """Names that are not as ``expected``, leaving out what the checkpoints in ``seen`` tell of."""
    if not expected:
        return set()
    ids = {each for other in seen for each in other.things if each in expected.things}
    names = {name for other in seen for name in other.bindings}
    saved = tuple(part for part in (each.without(ids) for each in expected.saved) if part is not None)
    bindings = {name: value for name, value in expected.bindings.items() if name not in names}
    differing = Checkpoint(bindings, saved).changed(entry.namespace)
    return differing.names(entry.namespace, among=expected.bindings)


def _would_change(name: str, undo: Sequence[Entry], redo: Sequence[Entry]) -> bool:
    """Whether the move binds ``name`` to something else, or may change the object it is bound to."""
    path = [(entry, entry.before) for entry in undo] + [(entry, entry.after) for entry in redo]
    ends = [state.bindings[name] for _, state in path if state is not None and name in state.bindings]
    live = path[0][0].namespace.get(name, MISSING)
    return not ends or live is not MISSING or not as_bound(ends[-1], live)
