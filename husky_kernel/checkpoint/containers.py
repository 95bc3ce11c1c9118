"""Lists, dicts, sets and the like: shallow copies, whose elements are children.

What a class of the user's overrides is passed by: the methods of the built-in base do the work, so no ``__eq__``,
``__iter__`` or ``__setitem__`` of the user's runs. Work on many is done by ``map`` over C functions: a list of 300,000
small dicts is common.
"""

from __future__ import annotations

import array
import io
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat
from operator import is_
from typing import Any

from husky_kernel.checkpoint.kind import ATOMS, Kind, Scope

_flat = chain.from_iterable
_ALL = slice(None)


class Container(Kind):
    """A copy made by one function, compared element by element by identity, put back by one function."""

    def __init__(
        self,
        base: Any,
        copy: Callable[[Any], Any],
        put: Callable[[Any, Any], object],
        items: Callable[[Any], Any] | None = None,
    ) -> None:
        self._copy, self._put = copy, put
        self._length, self._items = base.__len__, items or base.__iter__

    def copy(self, thing: Any, scope: Scope) -> Any:
        """A shallow one."""
        return self._copy(thing)

    def copies(self, things: Sequence[Any], scope: Scope) -> list[Any]:
        """Shallow ones; None for those that are themselves beyond the budget."""
        if len(things) < _MANY and max(map(self._length, things)) > _LONG:
            return [self._copy(one) if scope.afford(8 * self._length(one), one) else None for one in things]
        return list(map(self._copy, things))

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same elements in the same order."""
        return self._length(thing) == len(copy) and all(map(is_, self._items(thing), self._items(copy)))

    def put(self, thing: Any, copy: Any) -> None:
        """The elements it had."""
        self._put(thing, copy)

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """As :meth:`same`, all at once."""
        if list(map(self._length, things)) != list(map(len, copies)):
            return False
        return all(map(is_, _flat(map(self._items, things)), _flat(map(self._items, copies))))

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The elements."""
        return _flat(map(self._items, things))


class Dicts(Container):
    """Keys, values and their order."""

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same values under the very same keys."""
        return super().same(thing, copy) and all(map(is_, dict.values(thing), copy.values()))

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """As :meth:`same`, all at once."""
        values = map(is_, _flat(map(dict.values, things)), _flat(map(dict.values, copies)))
        return super().all_same(things, copies) and all(values)

    def put_all(self, things: Sequence[Any], copies: Sequence[Any]) -> None:
        """Empties and fills them."""
        deque(map(dict.clear, things), maxlen=0)
        deque(map(dict.update, things, copies), maxlen=0)

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The values, and the keys if some are no atoms."""
        values = _flat(map(dict.values, things))
        keys = () if set(map(type, _flat(map(self._items, things)))) <= ATOMS else _flat(map(self._items, things))
        return chain(values, keys)

    def differing(self, things: Sequence[Any], copies: Sequence[Any]) -> list[int]:
        """In one go: there may be very many."""
        keys, values = self._items, dict.values
        return [
            at
            for at, (a, b) in enumerate(zip(things, copies, strict=True))
            if len(keys(a)) != len(b) or not all(map(is_, values(a), values(b))) or not all(map(is_, keys(a), keys(b)))
        ]


class Ordered(Dicts):
    """``OrderedDict``: its order is apart from the dict below it."""

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same values under the very same keys, in the same order."""
        items = list(chain(OrderedDict.keys(thing), OrderedDict.values(thing)))
        saved = [*copy.keys(), *copy.values()]
        return len(items) == len(saved) and all(map(is_, items, saved))

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """One by one."""
        return all(map(self.same, things, copies))

    def differing(self, things: Sequence[Any], copies: Sequence[Any]) -> list[int]:
        """One by one."""
        return Kind.differing(self, things, copies)

    def put_all(self, things: Sequence[Any], copies: Sequence[Any]) -> None:
        """One by one."""
        Kind.put_all(self, things, copies)


class Sets(Container):
    """Elements; a copy may well have another order."""

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same elements."""
        return set(map(id, self._items(thing))) == set(map(id, copy))

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """One by one."""
        return all(map(self.same, things, copies))


class Lists(Container):
    """Elements and their order."""

    def put_all(self, things: Sequence[Any], copies: Sequence[Any]) -> None:
        """Slice assignment."""
        deque(map(list.__setitem__, things, repeat(_ALL), copies), maxlen=0)


class Buffers(Container):
    """Mutable bytes: compared by content."""

    def same(self, thing: Any, copy: Any) -> bool:
        """The same bytes."""
        return bool(memoryview(thing) == memoryview(copy))

    def all_same(self, things: Sequence[Any], copies: Sequence[Any]) -> bool:
        """Bytes have no identity."""
        return False

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """None."""
        return ()


class Streams(Kind):
    """``io.StringIO`` and ``io.BytesIO``: text or bytes, and the position."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Content and position."""
        if thing.closed:  # for good
            return None
        return thing.getvalue(), thing.tell()

    def same(self, thing: Any, copy: Any) -> bool:
        """As they were."""
        return not thing.closed and (thing.getvalue(), thing.tell()) == copy

    def put(self, thing: Any, copy: Any) -> None:
        """Write it all again."""
        thing.seek(0)
        thing.truncate()
        thing.write(copy[0])
        thing.seek(copy[1])


_LONG, _MANY = 1_000_000, 10_000
"""Containers longer than this are weighed before they are copied, unless they are very many."""


def put_dict(thing: dict[Any, Any], copy: dict[Any, Any]) -> None:
    """Make ``thing`` hold what ``copy`` holds."""
    dict.clear(thing)
    dict.update(thing, copy)


def _put_ordered(thing: OrderedDict[Any, Any], copy: dict[Any, Any]) -> None:
    OrderedDict.clear(thing)
    for key, value in copy.items():
        OrderedDict.__setitem__(thing, key, value)


def _put_set(thing: set[Any], copy: set[Any]) -> None:
    set.clear(thing)
    set.update(thing, copy)


def _put_deque(thing: deque[Any], copy: deque[Any]) -> None:
    deque.clear(thing)
    deque.extend(thing, copy)


def _items_of(thing: Any) -> dict[Any, Any]:
    return dict(OrderedDict.items(thing))


BASES: dict[type, Kind] = {
    OrderedDict: Ordered(OrderedDict, _items_of, _put_ordered),
    dict: Dicts(dict, dict.copy, put_dict, dict.keys),
    list: Lists(list, list.copy, lambda thing, copy: list.__setitem__(thing, _ALL, copy)),
    set: Sets(set, set.copy, _put_set),
    deque: Container(deque, deque.copy, _put_deque),
    bytearray: Buffers(bytearray, bytearray.copy, lambda thing, copy: bytearray.__setitem__(thing, _ALL, copy)),
    array.array: Buffers(array.array, lambda thing: thing[:], lambda thing, copy: thing.__setitem__(_ALL, copy)),
    io.StringIO: Streams(),
    io.BytesIO: Streams(),
}
"""What each built-in base that holds something is. A class is of the first that it derives from."""
