"""Tables: pandas by its shallow copy-on-write copy, polars by its cheap clone, both put back into the same object.

Measured with pandas 3.1: after ``df.copy(deep=False)`` every way of changing ``df`` leaves the copy as it was
(``loc``, ``iloc``, ``at``, ``inplace=True``, new columns, ``columns =``, ``attrs``, names of the index), and
``df.values`` and ``to_numpy()`` are read-only. What writes past it: ``df[x].array[i] =``, ``flags.writeable = True``,
``torch.from_numpy`` and pandas' own private attributes. Where code names one of these (``names._RAW``), the live table
moves to memory of its own, so that no checkpoint shares it. Before pandas 3 every copy is a real one, unless
copy-on-write is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from husky_kernel.checkpoint.arrays import same_bits
from husky_kernel.checkpoint.kind import Kind, Scope

_PANDAS_OWN = frozenset({"_mgr", "_attrs", "_flags", "_name"})
"""Attributes of a table that are no attributes of the user's."""

_MEMORY = ("_ndarray", "_pa_array", "_data", "_mask", "_codes", "_left", "_right", "_sparse_values")
"""Where pandas' arrays keep what they hold."""


class Frames(Kind):
    """``DataFrame``, ``Series`` and what derives from them. A copy is a table of its own, and extra attributes."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """A shallow copy; where the code writes past copy-on-write, the live table moves away from it."""
        move = scope.raw and not scope.light
        if move and not scope.afford(_bytes(thing), thing):
            return None
        own = {key: value for key, value in vars(thing).items() if key not in _PANDAS_OWN}
        saved = thing.copy(deep=False)
        if move:
            thing._update_inplace(thing.copy(deep=True))
        return saved, own

    def same(self, thing: Any, copy: Any) -> bool:
        """The same memory or the same bits; the same axes, names, ``attrs`` and attributes."""
        saved, own = copy
        now = {key: value for key, value in vars(thing).items() if key not in _PANDAS_OWN}
        if now.keys() != own.keys() or any(now[key] is not value for key, value in own.items()):
            return False
        if thing.shape != saved.shape or thing.attrs != saved.attrs or thing.flags != saved.flags:
            return False
        if getattr(thing, "_name", None) is not getattr(saved, "_name", None):
            return False
        axes = zip(thing.axes, saved.axes, strict=True)
        return all(_same_axis(a, b) for a, b in axes) and _same_blocks(thing, saved)

    def put(self, thing: Any, copy: Any) -> None:
        """Give the very object its old inside; the saved copy stays good for another time."""
        saved, own = copy
        fresh = saved.copy(deep=False)
        for key in [key for key in vars(thing) if key not in _PANDAS_OWN and key not in own]:
            object.__delattr__(thing, key)
        vars(thing).update(own)
        thing._update_inplace(fresh)  # what pandas' own inplace=True does
        thing._attrs = fresh._attrs
        thing._flags = type(fresh._flags)(thing, allows_duplicate_labels=fresh.flags.allows_duplicate_labels)
        if "_name" in vars(fresh):
            object.__setattr__(thing, "_name", fresh._name)

    def weight(self, copy: Any) -> int:
        """Bytes if nothing is shared any more; strings count as their references."""
        return _bytes(copy[0])

    def memory(self, thing: Any, copy: Any) -> Iterable[tuple[object, int]]:
        """Only what the live table no longer shares."""
        live = dict(self.holds(thing))
        return [piece for piece in self.holds(copy[0]) if piece[0] not in live]

    def holds(self, thing: Any) -> Iterable[tuple[object, int]]:
        """Its blocks."""
        return [piece for block in thing._mgr.blocks for piece in _pieces(block.values)]

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """Objects in cells that could change, and the user's extra attributes."""
        for thing in things:
            yield from (value for key, value in vars(thing).items() if key not in _PANDAS_OWN)
            for block in thing._mgr.blocks:
                if getattr(block.values.dtype, "kind", "") == "O" and hasattr(block.values, "ravel"):
                    yield from _cells(block.values)


class Indexes(Kind):
    """``Index``: only its names can change."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """The names."""
        return tuple(thing.names)

    def same(self, thing: Any, copy: Any) -> bool:
        """The very same names."""
        return len(thing.names) == len(copy) and all(a is b for a, b in zip(thing.names, copy, strict=True))

    def put(self, thing: Any, copy: Any) -> None:
        """As they were."""
        thing.names = copy


class Extensions(Kind):
    """pandas' own arrays (``Series.array``), which write past copy-on-write: real copies."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """A real copy."""
        return thing.copy() if scope.afford(thing.nbytes, thing) else None

    def same(self, thing: Any, copy: Any) -> bool:
        """The same type and values."""
        return bool(thing.dtype == copy.dtype and thing.equals(copy))

    def put(self, thing: Any, copy: Any) -> None:
        """Written back."""
        thing[:] = copy

    def weight(self, copy: Any) -> int:
        """Bytes of the values."""
        return int(copy.nbytes)


class PolarsTables(Kind):
    """polars' ``DataFrame`` and ``Series``: columns never change, a table's list of columns does."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """A clone, which shares the columns."""
        return thing.clone()

    def same(self, thing: Any, copy: Any) -> bool:
        """Equal, missing values and names included; columns that are shared are not looked at by polars."""
        return bool(_columns(thing) == _columns(copy) and thing.equals(copy, null_equal=True))

    def put(self, thing: Any, copy: Any) -> None:
        """Give the very object its old inside."""
        inside = "_df" if hasattr(thing, "_df") else "_s"
        setattr(thing, inside, getattr(copy.clone(), inside))

    def weight(self, copy: Any) -> int:
        """An estimate of polars'."""
        return int(copy.estimated_size())


def same_memory(one: Any, other: Any) -> bool:
    """Whether two columns' arrays are the same memory in the same form."""
    if type(one) is not type(other) or one.shape != other.shape or one.dtype != other.dtype:
        return False
    if hasattr(one, "__array_interface__"):
        a, b = one.__array_interface__, other.__array_interface__
        return bool(a["data"][0] == b["data"][0] and one.strides == other.strides)
    parts = [(getattr(one, part), getattr(other, part)) for part in _MEMORY if hasattr(one, part)]
    return bool(parts) and all(a is b or (hasattr(a, "shape") and same_memory(a, b)) for a, b in parts)


def _bytes(table: Any) -> int:
    return int(sum(block.values.nbytes for block in table._mgr.blocks))


def _pieces(values: Any) -> list[tuple[object, int]]:
    """Memory column by column: writing to one of them moves that one away. Of very many, as a whole."""
    start, bytes_ = _where(values), int(values.nbytes)
    if hasattr(values, "strides") and values.ndim == 2 and 0 < len(values) < 1000 and isinstance(start, int):
        return [(start + at * values.strides[0], bytes_ // len(values)) for at in range(len(values))]
    return [(start, bytes_)]


def _where(values: Any) -> object:
    """What is the same for columns that share memory."""
    if hasattr(values, "__array_interface__"):
        return values.__array_interface__["data"][0]
    return next((_where(getattr(values, part)) for part in _MEMORY if hasattr(values, part)), id(values))


def _same_blocks(thing: Any, saved: Any) -> bool:
    mine, its = thing._mgr.blocks, saved._mgr.blocks
    if len(mine) != len(its):
        return False
    for a, b in zip(mine, its, strict=True):
        if a.mgr_locs.as_array.tolist() != b.mgr_locs.as_array.tolist():
            return False
        if not same_memory(a.values, b.values) and not _equal_values(a.values, b.values):
            return False
    return True


def _equal_values(one: Any, other: Any) -> bool:
    if type(one) is not type(other) or one.shape != other.shape or one.dtype != other.dtype:
        return False
    return same_bits(one, other) if hasattr(one, "__array_interface__") else bool(one.equals(other))


def _same_axis(one: Any, other: Any) -> bool:
    if list(one.names) != list(other.names):
        return False
    return bool(one.is_(other) or (one.dtype == other.dtype and one.identical(other)))


def _columns(table: Any) -> tuple[Any, ...]:
    return (table.columns, table.dtypes) if hasattr(table, "columns") else (table.name, table.dtype)


def _cells(values: Any) -> Iterable[object]:
    """What is in cells of objects, unless it is all text, numbers or dates."""
    from pandas.api.types import infer_dtype

    harmless = not infer_dtype(values.ravel(), skipna=True).startswith("mixed")
    return () if harmless else values.ravel().tolist()
