"""What the step's code could touch, as it was before the step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from husky_kernel.checkpoint.generators import global_generators
from husky_kernel.checkpoint.kind import ATOMS, Saved
from husky_kernel.checkpoint.kinds import kinds_of
from husky_kernel.checkpoint.names import Mentions, hidden
from husky_kernel.checkpoint.walk import Look, Walk


class Missing:
    """Stands for the value of a variable that is not there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Variables and what they were bound to, the mutable objects among what they reach, and the copies of these.

    ``uncopied`` are texts "name: why". With ``everything``, variables that are not here were not there at all.
    """

    bindings: Mapping[str, Any]
    saved: tuple[Saved, ...] = field(default=(), repr=False)
    uncopied: tuple[str, ...] = ()
    everything: bool = False

    @classmethod
    def before(cls, namespace: dict[str, Any], used: Mentions, budget: int, most: int | None = None) -> Checkpoint:
        """Of all that ``used`` can touch, with the global random generators; ``budget`` in bytes.

        Raises
        ------
        husky_kernel.checkpoint.walk.TooMany
            If there are more than ``most`` objects.
        """
        walk = Walk(namespace, budget, most=most)
        walk.run(used)
        if walk.raw and not used.raw:  # a function that was met on the way writes so: what came before it counts, too
            walk = Walk(namespace, budget, raw=True, most=most)
            walk.run(used)
        walk.again(global_generators())
        bindings = {name: namespace.get(name, MISSING) for name in walk.touched}
        return cls(bindings, tuple(walk.saved), walk.uncopied, walk.everything)

    @classmethod
    def now(cls, namespace: dict[str, Any], like: Checkpoint, budget: int) -> Checkpoint:
        """Of the variables and objects of another one, as they are now."""
        walk = Walk(namespace, budget, changed=True)
        walk.again(_all_things(like))
        bindings = {name: namespace.get(name, MISSING) for name in like.bindings}
        return cls(bindings, tuple(walk.saved), walk.uncopied)

    @classmethod
    def marks(cls, namespace: dict[str, Any], changed: Checkpoint, known: Collection[int]) -> Checkpoint:
        """What a step left behind, only good to see later whether somebody else changed it.

        ``changed`` is what the step changed; the rest of what is ``known`` (ids) stayed as it was and is left out.
        """
        if not changed:
            return cls({})
        walk = Walk(namespace, 0, light=True)
        walk.again(_all_things(changed))
        walk.pass_by(known)
        bindings = {name: namespace.get(name, MISSING) for name in changed.bindings}
        walk.from_values(bindings.values())
        return cls(bindings, tuple(walk.saved))

    def __bool__(self) -> bool:
        return bool(self.bindings or self.saved)

    def changed(self, namespace: Mapping[str, Any]) -> Checkpoint:
        """The part that is no longer as it was: what going back to it would change."""
        bindings = {
            name: value for name, value in self.bindings.items() if not as_bound(value, namespace.get(name, MISSING))
        }
        if self.everything:
            new = (name for name in namespace if name not in self.bindings and not hidden(name))
            bindings.update(dict.fromkeys(new, MISSING))
        saved = tuple(part for part in (each.changed() for each in self.saved) if part is not None)
        return Checkpoint(bindings, saved, self.uncopied)

    @cached_property
    def things(self) -> set[int]:
        """Ids of the mutable objects."""
        return set(chain.from_iterable(map(id, saved.things) for saved in self.saved))

    def names(self, namespace: dict[str, Any], among: Iterable[str]) -> set[str]:
        """The variables that are here, those ``among`` these that reach an object that is here, and its own names."""
        ids = self.things
        found = set(self.bindings)
        if ids:
            found.update(name for name, value in list(namespace.items()) if id(value) in ids)
            found.update(name for name in among if name not in found and _reaches(namespace, name, ids))
        return found

    def put_back(self, namespace: dict[str, Any], keep: Collection[str] = (), kept: Collection[int] = ()) -> list[str]:
        """Make everything what it was, but for the variables to ``keep`` and the objects ``kept`` (ids).

        Returns what could not be put back.
        """
        ids = set(kept)
        parts = [part for part in (saved.without(ids) for saved in self.saved) if part is not None]
        troubles = [trouble for part in parts for trouble in part.put_back()]
        for name, value in self.bindings.items():
            if name in keep:
                continue
            if value is MISSING:
                namespace.pop(name, None)
            else:
                namespace[name] = value
        return troubles

    def memory(self, namespace: Mapping[str, Any]) -> Iterator[tuple[object, int]]:
        """Pieces of memory that are kept for this alone: what tells them apart, and bytes."""
        for saved in self.saved:
            yield from saved.memory()
        for name, value in self.bindings.items():
            if value is not MISSING and type(value) not in ATOMS and namespace.get(name) is not value:
                for kind in kinds_of(type(value))[:1]:
                    yield from kind.holds(value)


def _all_things(checkpoint: Checkpoint) -> Iterable[Any]:
    """Each once, though of two kinds."""
    things = list(chain.from_iterable(saved.things for saved in checkpoint.saved))
    return dict(zip(map(id, things), things, strict=True)).values()


def reached(namespace: dict[str, Any], names: Iterable[str]) -> set[int]:
    """Ids of all that those variables hold."""
    return Look(namespace).reached(namespace[name] for name in names if name in namespace)


def _reaches(namespace: dict[str, Any], name: str, ids: set[int]) -> bool:
    return name in namespace and not Look(namespace).reached([namespace[name]]).isdisjoint(ids)


def as_bound(before: Any, now: Any) -> bool:
    """Bound to the very same object, or to an equal number or text."""
    if before is now:
        return True
    return type(before) is type(now) and type(before) in (int, float, str, bytes, bool, complex) and before == now
