"""Keys that are written otherwise in another table: " p01" and "P01", 7 and "007"."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from husky_kernel import tidy

MANY = 50_000
"""So many keys are read at most."""


class _Way(NamedTuple):
    read: str
    one: Callable[[Any], Any]
    all: Callable[[Any], Any]


_WAYS = (
    _Way("….str.strip()", str.strip, lambda column: column.str.strip()),
    _Way("….str.upper()", str.upper, lambda column: column.str.upper()),
    _Way("….str.lower()", str.lower, lambda column: column.str.lower()),
    _Way("….str.strip().str.upper()", lambda text: text.strip().upper(), lambda column: column.str.strip().str.upper()),
    _Way("….str.strip().str.lower()", lambda text: text.strip().lower(), lambda column: column.str.strip().str.lower()),
)
"""The plainest come first."""

_NUMBER = "tidy.number(…)"


def respelled(values: Collection[Any], keys: Collection[Any], hits: int) -> tuple[int, tuple[str, str]]:
    """How many of ``values`` are among ``keys`` at best, however both are written, and how each of them is read then;
    0 where different keys would become one, or no more than the ``hits`` as they are.
    """
    if len(keys) > MANY:
        return 0, ("", "")
    whole = [_are_whole(each) for each in (values, keys)]
    if whole[0] != whole[1]:
        return _numbered(values, keys, whole[0])
    if not all(isinstance(each, str) for some in (values, keys) for each in some):
        return 0, ("", "")
    folded = {key.strip().casefold() for key in keys}
    if sum(value.strip().casefold() in folded for value in values) <= hits:  # of most columns no way finds more
        return 0, ("", "")
    found = [_found(way, values, keys) for way in _WAYS]
    return max(found, key=lambda each: (each[0], not each[1][1]))


def as_read(column: Any, read: str) -> Any:
    """A column as ``read`` says."""
    if read == _NUMBER:
        return tidy.number(column)
    return next((way.all(column) for way in _WAYS if way.read == read), column)


def _found(way: _Way, values: Collection[str], keys: Collection[str]) -> tuple[int, tuple[str, str]]:
    known = {way.one(key) for key in keys}
    if len(known) < len(keys):
        return 0, ("", "")
    ends = [way.read if any(way.one(each) != each for each in some) else "" for some in (values, keys)]
    return sum(way.one(value) in known for value in values), (ends[0], ends[1])


def _numbered(values: Collection[Any], keys: Collection[Any], is_whole: bool) -> tuple[int, tuple[str, str]]:
    """Whole numbers on one side, their digits as text on the other."""
    texts = keys if is_whole else values
    if not all(isinstance(text, str) and text.strip().isdecimal() for text in texts):
        return 0, ("", "")
    known = {int(key) for key in keys}
    if len(known) < len(keys):
        return 0, ("", "")
    return sum(int(value) in known for value in values), ("", _NUMBER) if is_whole else (_NUMBER, "")


def _are_whole(values: Collection[Any]) -> bool:
    return all(hasattr(value, "__index__") and not isinstance(value, bool) for value in values)
