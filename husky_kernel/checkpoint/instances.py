"""Instances, classes and functions made in Python: their attributes, in place and past the user's own methods."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from operator import is_
from typing import Any

from husky_kernel.checkpoint.containers import put_dict
from husky_kernel.checkpoint.kind import Kind, Scope
from husky_kernel.checkpoint.names import globals_of

_MISSING = object()
_NOT_OURS = frozenset({"__dict__", "__weakref__", "__module__", "__doc__", "_abc_impl", "__abstractmethods__"})
_PARTS = ("__defaults__", "__kwdefaults__", "__code__")


class Instances(Kind):
    """The class, the attributes in ``__dict__`` and those in slots."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Class, attributes, slots."""
        return type(thing), dict(attributes(thing)), tuple(_slot_values(thing))

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same values in the same order."""
        kind, own, slots = copy
        now = attributes(thing)
        if type(thing) is not kind or len(now) != len(own):
            return False
        pairs = ((now, own), (now.values(), own.values()), (_slot_values(thing), slots))
        return all(all(map(is_, one, other)) for one, other in pairs)

    def put(self, thing: Any, copy: Any) -> None:
        """As they were."""
        kind, own, slots = copy
        if type(thing) is not kind:
            object.__setattr__(thing, "__class__", kind)
        if kind.__dictoffset__:
            put_dict(object.__getattribute__(thing, "__dict__"), own)
        for slot, value in zip(slots_of(kind), slots, strict=True):
            if value is not _MISSING:
                slot.__set__(thing, value)
            else:
                with suppress(AttributeError):  # it has none now either
                    slot.__delete__(thing)

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The attributes' values; classes of the notebook, since methods may change them."""
        yield from (kind for kind in set(map(type, things)) if scope.own(kind.__module__))
        for thing in things:
            yield from attributes(thing).values()
            yield from _slot_values(thing)

    def weight(self, copy: Any) -> int:
        """Of the dict, mostly."""
        return 56 + sys.getsizeof(copy[1]) + 8 * len(copy[2])


class Classes(Kind):
    """Classes of the notebook: their attributes."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """The attributes."""
        return dict(vars(thing)) if scope.own(thing.__module__) else None

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same attributes."""
        now = vars(thing)
        return len(now) == len(copy) and all(now.get(name, _MISSING) is value for name, value in copy.items())

    def put(self, thing: Any, copy: Any) -> None:
        """As they were; past a metaclass of the user's."""
        for name in [name for name in vars(thing) if name not in copy]:
            type.__delattr__(thing, name)
        for name, value in copy.items():
            if name not in _NOT_OURS and vars(thing).get(name, _MISSING) is not value:
                type.__setattr__(thing, name, value)

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """Attributes, methods and the notebook's classes it derives from."""
        for thing in things:
            if scope.own(thing.__module__):
                yield from (value for name, value in vars(thing).items() if name not in _NOT_OURS)
                yield from thing.__bases__


class Functions(Kind):
    """Attributes, defaults and code of the notebook's functions, and what their globals are."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Attributes, and the parts that can be assigned."""
        return dict(thing.__dict__), tuple(getattr(thing, part) for part in _PARTS)

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same ones."""
        own, parts = copy
        now = (*thing.__dict__.items(), *zip(_PARTS, (getattr(thing, part) for part in _PARTS), strict=True))
        before = (*own.items(), *zip(_PARTS, parts, strict=True))
        return len(now) == len(before) and all(a[0] == b[0] and a[1] is b[1] for a, b in zip(now, before, strict=True))

    def put(self, thing: Any, copy: Any) -> None:
        """As they were."""
        own, parts = copy
        put_dict(thing.__dict__, own)
        for part, value in zip(_PARTS, parts, strict=True):
            setattr(thing, part, value)

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """Closure, defaults, attributes. The globals are named to the walk."""
        for thing in things:
            if thing.__globals__ is scope.namespace:
                scope.reach(globals_of(thing.__code__))
            yield from thing.__closure__ or ()
            yield from thing.__defaults__ or ()
            yield from (thing.__kwdefaults__ or {}).values()
            yield from thing.__dict__.values()


class Cells(Kind):
    """Variables that functions share."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """What is in it, in a tuple; an empty tuple if nothing is."""
        return _content(thing)

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same content."""
        now = _content(thing)
        return len(now) == len(copy) and all(one is other for one, other in zip(now, copy, strict=True))

    def put(self, thing: Any, copy: Any) -> None:
        """As it was."""
        if copy:
            thing.cell_contents = copy[0]
        elif _content(thing):
            del thing.cell_contents

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The content."""
        return chain.from_iterable(map(_content, things))


def attributes(thing: Any) -> dict[str, Any]:
    """The ``__dict__`` of an instance, past what its class makes of it; empty if there is none."""
    if not type(thing).__dictoffset__:
        return {}
    found = object.__getattribute__(thing, "__dict__")
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=4096)
def slots_of(kind: Any) -> tuple[Any, ...]:
    """Descriptors of all ``__slots__`` of a class."""
    return tuple(
        slot
        for base in kind.__mro__
        if "__slots__" in vars(base)
        for slot in vars(base).values()
        if isinstance(slot, types.MemberDescriptorType)
    )


def _slot_values(thing: Any) -> Iterator[Any]:
    cls: Any = type(thing)
    for slot in slots_of(cls):
        try:
            yield slot.__get__(thing, cls)
        except AttributeError:
            yield _MISSING


def _content(cell: types.CellType) -> tuple[Any, ...]:
    try:
        return (cell.cell_contents,)
    except ValueError:
        return ()
