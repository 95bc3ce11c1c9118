"""How objects of one kind are copied, compared and put back in place."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from husky_kernel.checkpoint.names import Mentions

ATOMS: set[type] = {type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented), range}
"""Types without an inside that could change. Others are added as they are met."""

_SAMPLE = 64
"""So many of a group's copies are weighed; the rest is taken to weigh the same."""

_CHUNK = 2048
"""So many of a group are compared at once, before one by one."""


class Scope(Protocol):
    """What a kind may ask of the walk that it works for."""

    namespace: dict[str, Any]
    light: bool
    """Only to tell later whether things changed, not to put them back."""
    raw: bool
    """The code may write past copy-on-write: copy for real."""
    changed: bool
    """The things are known to have been changed by a step."""

    def afford(self, bytes_: int, thing: object) -> bool:
        """Whether a copy of that size fits the budget; if not, ``thing`` is listed as not copied."""

    def refuse(self, thing: object, why: str) -> None:
        """List ``thing`` as not copied."""

    def at_root(self, thing: object) -> bool:
        """Whether ``thing`` is what a variable is bound to, not inside of something."""

    def own(self, module: object) -> bool:
        """Whether a class or function of that module was made in the notebook."""

    def reach(self, used: Mentions) -> None:
        """A function of the notebook uses these variables."""


class Kind:
    """The default does nothing: what it is asked for is passed by, its children looked at."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """What is needed to put ``thing`` back; None if it cannot be copied."""

    def same(self, thing: Any, copy: Any) -> bool:
        """Whether ``thing`` still is as it was when it was copied. Calls no code of the user's."""
        return True

    def put(self, thing: Any, copy: Any) -> None:
        """Make ``thing`` what it was, in place."""

    def weight(self, copy: Any) -> int:
        """Bytes that the copy holds."""
        return sys.getsizeof(copy)

    def memory(self, thing: Any, copy: Any) -> Iterable[tuple[object, int]]:
        """Pieces of memory that the copy alone keeps: what tells them apart, and bytes."""
        return [(id(copy), self.weight(copy))]

    def holds(self, thing: Any) -> Iterable[tuple[object, int]]:
        """Pieces of memory that keeping the thing itself keeps."""
        return [(id(thing), sys.getsizeof(thing))]

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The objects that those things hold."""
        return ()

    def copies(self, things: Sequence[Any], scope: Scope) -> list[Any]:
        """Copies of many."""
        return [self.copy(thing, scope) for thing in things]

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """Whether none of many changed, where that can be told faster than one by one."""
        return False

    def differing(self, things: Sequence[Any], copies: Sequence[Any]) -> list[int]:
        """Places of those that changed."""
        return [at for at, pair in enumerate(zip(things, copies, strict=True)) if not _same(self, *pair)]

    def put_all(self, things: Sequence[Any], copies: Sequence[Any]) -> None:
        """Put back many."""
        for thing, copy in zip(things, copies, strict=True):
            self.put(thing, copy)


@dataclass(frozen=True, slots=True)
class Saved:
    """Things of one kind that were reached from one name, and their copies."""

    kind: Kind
    things: Sequence[Any]
    copies: Sequence[Any] = field(repr=False)

    def memory(self) -> Iterator[tuple[object, int]]:
        """Pieces of memory that the copies keep; of many copies, one piece weighed by a sample."""
        if len(self.copies) <= _SAMPLE:
            for thing, copy in zip(self.things, self.copies, strict=True):
                yield from self.kind.memory(thing, copy)
        else:
            sample = sum(map(self.kind.weight, self.copies[:: len(self.copies) // _SAMPLE]))
            yield id(self.copies), sample * (len(self.copies) // _SAMPLE)

    def changed(self) -> Saved | None:
        """The part that is no longer as it was, if any."""
        found: list[int] = []
        for at in range(0, len(self.things), _CHUNK):
            things, copies = self.things[at : at + _CHUNK], self.copies[at : at + _CHUNK]
            if not _all_same(self.kind, things, copies):
                found += [at + each for each in _differing(self.kind, things, copies)]
        return self._part(found)

    def without(self, kept: set[int]) -> Saved | None:
        """The part whose things are not among those of these ids."""
        if kept.isdisjoint(map(id, self.things)):
            return self
        return self._part([at for at, thing in enumerate(self.things) if id(thing) not in kept])

    def put_back(self) -> Iterator[str]:
        """Put the things back; yields what went wrong."""
        try:
            self.kind.put_all(self.things, self.copies)
        except Exception:  # one of them resists: the others are put back all the same
            yield from self._put_each()

    def _put_each(self) -> Iterator[str]:
        for thing, copy in zip(self.things, self.copies, strict=True):
            try:
                self.kind.put(thing, copy)
            except Exception as error:
                yield f"{type(thing).__name__}: {type(error).__name__}: {error}"

    def _part(self, places: Sequence[int]) -> Saved | None:
        if len(places) == len(self.things):
            return self if places else None
        if not places:
            return None
        return Saved(self.kind, [self.things[at] for at in places], [self.copies[at] for at in places])


def _all_same(kind: Kind, things: Sequence[Any], copies: Sequence[Any]) -> bool:
    try:
        return kind.all_same(things, copies)
    except Exception:
        return False


def _differing(kind: Kind, things: Sequence[Any], copies: Sequence[Any]) -> list[int]:
    try:
        return kind.differing(things, copies)
    except Exception:
        return list(range(len(things)))


def _same(kind: Kind, thing: Any, copy: Any) -> bool:
    try:
        return kind.same(thing, copy)
    except Exception:  # what cannot be compared counts as changed: then it is put back
        return False
