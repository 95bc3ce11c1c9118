"""One walk over everything that code can reach, with one memo for all names."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from operator import is_
from typing import Any

from husky_kernel.agent.errors import CheckpointError
from husky_kernel.checkpoint.kind import ATOMS, Kind, Saved
from husky_kernel.checkpoint.kinds import kinds_of
from husky_kernel.checkpoint.names import Mentions, hidden

_MODULE = type(gc)


class TooMany(CheckpointError):
    """The walk met more objects than it may."""


class Walk:
    """Copies what is reached from variables of ``namespace``.

    Parameters
    ----------
    namespace
        The live one.
    budget
        Bytes that may be spent on real copies.
    light
        Only note what is needed to see later whether things changed.
    raw
        The code may write into tables past their copy-on-write.
    changed
        Of things that a step changed: also what looks as if it could not be.
    most
        Objects after which :meth:`run` raises :class:`TooMany`; None for no limit.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        budget: int,
        light: bool = False,
        raw: bool = False,
        changed: bool = False,
        most: int | None = None,
    ) -> None:
        self.namespace, self.light, self.raw, self.changed = namespace, light, raw, changed
        self.saved: list[Saved] = []
        self.touched: dict[str, None] = {}
        self.everything = False
        """Whether the code may make variables that nobody can name before."""
        self._budget, self._spent = budget, 0
        self._left = float("inf") if most is None else most
        self._seen: set[int] = set()
        self._alive: list[Any] = []
        self._names: list[str] = []
        self._refused: list[tuple[object, str]] = []
        self._uncopied: list[str] = []

    def run(self, used: Mentions) -> None:
        """Go through all that ``used`` can touch."""
        self.reach(used)
        with _uncollected():
            while self._names:
                names, self._names = self._names, []
                values = [self.namespace[name] for name in names]
                self._go([value for value in values if type(value) not in ATOMS])
        self._alive.clear()
        modules = (name for name in self.touched if name in used.set_on and type(self.namespace.get(name)) is _MODULE)
        self._uncopied += [f"{name}: a module: what the code sets in it is not put back" for name in modules]

    @property
    def uncopied(self) -> tuple[str, ...]:
        """What was refused, "name: why", each under the first name that it is reached from."""
        if not self._refused:
            return tuple(dict.fromkeys(self._uncopied))
        names = [name for name in sorted(self.touched) if name in self.namespace]
        held = {name: Look(self.namespace).reached([self.namespace[name]]) for name in names}
        texts = [f"{self._name_of(thing, held)}{why}" for thing, why in self._refused]
        return tuple(dict.fromkeys(texts + self._uncopied))

    def pass_by(self, ids: Iterable[int]) -> None:
        """Leave those things out, and what only they hold."""
        self._seen.update(ids)

    def from_values(self, values: Iterable[Any]) -> None:
        """Go through what those values hold."""
        with _uncollected():
            self._go([value for value in values if type(value) not in ATOMS])

    def again(self, things: Iterable[Any]) -> None:
        """Copy those things as they are now, not what they hold."""
        with _uncollected():
            for cls, group in _by_type(list(things)).items():
                self._save(kinds_of(cls), group)

    def reach(self, used: Mentions) -> None:
        """Add variables to go through."""
        names = set(used.names)
        if used.everything:
            self.everything = True
            names.update(name for name in list(self.namespace) if not hidden(name))
        self.raw = self.raw or used.raw
        new = names.difference(self.touched)
        self.touched.update(dict.fromkeys(new))
        self._names.extend(sorted(new.intersection(self.namespace), reverse=True))

    def afford(self, bytes_: int, thing: object) -> bool:
        """Whether a copy of that size fits; refused if not."""
        if self._spent + bytes_ <= self._budget:
            self._spent += bytes_
            return True
        room = f"{self._budget / 1e9:.1f} GB" if self._budget > 1e8 else f"{self._budget / 1e6:.1f} MB"
        self.refuse(thing, f"{bytes_ / 1e6:,.0f} MB, more than is left of the {room} set aside for copies")
        return False

    def refuse(self, thing: object, why: str) -> None:
        """List ``thing`` as not copied."""
        self._refused.append((thing, why))

    def at_root(self, thing: object) -> bool:
        """Whether ``thing`` is what a variable is bound to."""
        return any(self.namespace.get(name) is thing for name in self.touched)

    def own(self, module: object) -> bool:
        """Whether a class or function of that module was made in the notebook."""
        return bool(module == self.namespace.get("__name__", "__main__"))

    def _go(self, frontier: list[Any]) -> None:
        """Level by level, each level type by type."""
        while frontier:
            self._left -= len(frontier)
            if self._left < 0:
                raise TooMany("the code can touch too many objects for a look in passing")
            level = self._new(frontier)
            frontier = []
            for cls, group in _by_type(level).items():
                for children in map(list, self._save(kinds_of(cls), group)):
                    if kinds := set(map(type, children)) - ATOMS:
                        frontier += [child for child in children if type(child) in kinds]

    def _new(self, things: list[Any]) -> list[Any]:
        """Those not seen before, each once."""
        ids = set(map(id, things))
        if len(ids) < len(things) or not self._seen.isdisjoint(ids):
            unique = dict(zip(map(id, things), things, strict=True))
            things = [thing for each, thing in unique.items() if each not in self._seen]
        small, large = sorted((self._seen, ids), key=len)
        large |= small
        self._seen = large
        self._alive.append(things)  # else an id could come to stand for something else
        return things

    def _name_of(self, thing: object, held: Mapping[str, set[int]]) -> str:
        if bound := [name for name in held if self.namespace[name] is thing]:
            return f"{bound[0]}: "
        return next((f"{name}: holds " for name, ids in held.items() if id(thing) in ids), "")

    def _save(self, kinds: Sequence[Kind], group: list[Any]) -> list[Iterable[object]]:
        for kind in kinds:
            try:
                self._copy(kind, group)
            except Exception as error:  # some class of somebody's that is not what it seems
                self.refuse(group[0], f"copying it failed: {type(error).__name__}: {error}")
        return [kind.children(group, self) for kind in kinds]

    def _copy(self, kind: Kind, things: list[Any]) -> None:
        copies = kind.copies(things, self)
        if any(map(is_, copies, repeat(None))):
            pairs = [pair for pair in zip(things, copies, strict=True) if pair[1] is not None]
            things, copies = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        if copies:
            self.saved.append(Saved(kind, things, copies))


class Look(Walk):
    """The same walk without copies: what is reached from values."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        super().__init__(namespace, 0)

    def reached(self, values: Iterable[Any]) -> set[int]:
        """Ids of all that those values hold, themselves included."""
        with _uncollected():
            self._go(list(values))
        return self._seen

    def reach(self, used: Mentions) -> None:
        """Globals of functions are not held by them."""

    def refuse(self, thing: object, why: str) -> None:
        """Nothing is copied, so nothing is refused."""

    def _copy(self, kind: Kind, things: list[Any]) -> None:
        pass


def _by_type(things: list[Any]) -> dict[type, list[Any]]:
    kinds = set(map(type, things))
    if len(kinds) == 1:
        return {kinds.pop(): things}
    groups: dict[type, list[Any]] = {kind: [] for kind in kinds}
    for thing in things:
        groups[type(thing)].append(thing)
    return {kind: group for kind, group in groups.items() if kind not in ATOMS}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Many new objects that all stay: the collector would only look at them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
