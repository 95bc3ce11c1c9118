"""Which kinds a type is of, and what cannot be copied, with the reason a person reads."""

from __future__ import annotations

import gc
import itertools
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from husky_kernel.checkpoint.arrays import Arrays, Tensors
from husky_kernel.checkpoint.containers import BASES
from husky_kernel.checkpoint.generators import Drawers, Generators, Randoms
from husky_kernel.checkpoint.instances import Cells, Classes, Functions, Instances
from husky_kernel.checkpoint.kind import ATOMS, Kind, Scope
from husky_kernel.checkpoint.reasons import SILENT, STEADY, WHY, WOUND
from husky_kernel.checkpoint.tables import Extensions, Frames, Indexes, PolarsTables

_HEAP = 1 << 9  # Py_TPFLAGS_HEAPTYPE: made while Python runs
_NOT_MADE = 1 << 7  # Py_TPFLAGS_DISALLOW_INSTANTIATION: no class of Python's

_CLASSES: Sequence[tuple[str, str, Kind]] = (
    ("numpy", "ndarray", Arrays()),
    ("torch", "Tensor", Tensors()),
    ("pandas.core.generic", "NDFrame", Frames()),
    ("pandas", "Index", Indexes()),
    ("pandas.api.extensions", "ExtensionArray", Extensions()),
    ("polars", "DataFrame", PolarsTables()),
    ("polars", "Series", PolarsTables()),
    ("numpy.random", "BitGenerator", Generators()),
    ("numpy.random", "Generator", Drawers()),
    ("numpy.random", "RandomState", Drawers()),
    ("random", "Random", Randoms()),
)
"""Module and name of a class whose objects have a kind of their own. A module that is not loaded has no objects."""

_THROUGH: tuple[type, ...] = (
    types.MethodType,
    types.BuiltinMethodType,
    types.MappingProxyType,
    partial,
    property,
    staticmethod,
    classmethod,
    slice,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
    memoryview,
    type(lru_cache(id)),
)
"""Types that hold others and do not change themselves."""


class Through(Kind):
    """What does not change, but holds what may."""

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """Whatever the collector sees in it."""
        return gc.get_referents(*things)


class Tuples(Kind):
    """Tuples and frozen sets."""

    def __init__(self, base: type) -> None:
        self._items: Callable[[Any], Iterable[object]] = base.__iter__  # type: ignore[attr-defined]

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The elements."""
        return chain.from_iterable(map(self._items, things))


class Locks(Kind):
    """Free locks are as good as new; one that is held is listed."""

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """None."""
        for thing in things:
            if not repr(thing).startswith("<unlocked"):
                scope.refuse(thing, "a lock that is held")
        return ()


class Counts(Kind):
    """``itertools.count``: inside other objects it numbers things, and gaps do no harm."""

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """None."""
        for thing in things:
            if scope.at_root(thing):
                scope.refuse(thing, f"an iterator, {WOUND}")
        return ()


class Refused(Kind):
    """What cannot be copied, and why. What it holds is copied all the same."""

    def __init__(self, why: str) -> None:
        self.why = why

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """What an iterator would give next may well be changed by the code."""
        scope.refuse(things[0], self.why)
        return _beneath(things) if self.why.endswith(WOUND) else ()


def _beneath(iterators: Iterable[Any]) -> Iterable[object]:
    """What iterators go over, through the iterators in them."""
    for held in gc.get_referents(*iterators):
        if hasattr(type(held), "__next__") and not isinstance(held, types.GeneratorType):
            yield from gc.get_referents(held)
        else:
            yield held


_HELD: dict[type, tuple[Kind, ...]] = {kind: (Through(),) for kind in _THROUGH} | {itertools.count: (Counts(),)}
_found: dict[type, tuple[Kind, ...]] = _HELD | {
    types.FunctionType: (Functions(),),
    types.SimpleNamespace: (Instances(),),
    types.CellType: (Cells(),),
    tuple: (Tuples(tuple),),
    frozenset: (Tuples(frozenset),),
}
_classes, _instances, _locks = Classes(), Instances(), Locks()


def kinds_of(cls: type) -> tuple[Kind, ...]:
    """The kinds of a type's objects; none for atoms."""
    if cls not in _found:
        kinds = _found[cls] = tuple(_look(cls))
        if not kinds:
            ATOMS.add(cls)
    return _found[cls]


def _look(cls: type) -> Iterable[Kind]:
    if issubclass(cls, type):
        return [_classes]
    if (why := _reason(cls)) is not None:
        return [Refused(why)]
    base, top = _compiled_base(cls), _package(cls)
    kinds: list[Kind] = [kind for module, name, kind in _CLASSES if _derives(cls, module, name)][:1]
    if not kinds and top in SILENT and _package(base) in (SILENT | {"builtins"}):
        return []
    kinds = kinds or [kind for each, kind in BASES.items() if issubclass(cls, each)][:1]
    kinds = kinds or [Tuples(each) for each in (tuple, frozenset) if issubclass(cls, each)]
    if isinstance(base, type) and base is not cls and not any(isinstance(kind, Frames) for kind in kinds):
        kinds.append(_instances)  # made in Python: there may be attributes besides
    elif not kinds:
        kinds = list(_compiled(cls))
    return kinds


def _compiled(cls: type) -> Iterable[Kind]:
    """Kinds of a type that is not made in Python."""
    name = cls.__name__
    if issubclass(cls, BaseException):
        return [Through()]
    if "lock" in name.lower() and _package(cls) in ("_thread", "threading"):
        return [_locks]
    if hasattr(cls, "__next__"):
        return [Refused(f"an iterator, {WOUND}")]
    if _package(cls) in STEADY | SILENT | {"types", "functools", "_thread", "itertools", "_random"}:
        return []
    return [Refused(f"{cls.__module__}.{name}, whose inside cannot be seen")]


def _compiled_base(cls: type) -> type:
    """The first class of its line that is not made in Python, as ``copyreg`` finds it."""
    for base in cls.__mro__:
        new = vars(base).get("__new__")
        if not base.__flags__ & _HEAP or base.__flags__ & _NOT_MADE:
            return base
        if isinstance(new, types.BuiltinFunctionType) and new.__self__ is base:
            return base
    return object


def _reason(cls: type) -> str | None:
    for module, name, why in WHY:
        if _derives(cls, module, name) and not any(issubclass(cls, base) for base in BASES):
            return why
    return None


def _derives(cls: type, module: str, name: str) -> bool:
    if (loaded := sys.modules.get(module)) is None:
        return False
    with suppress(TypeError, AttributeError):  # a metaclass or a half-loaded module of somebody else's
        return issubclass(cls, getattr(loaded, name))
    return False


def _package(cls: type) -> str:
    return str(getattr(cls, "__module__", "builtins")).partition(".")[0]
