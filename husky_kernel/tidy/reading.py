"""What was read of a column, and the one warning that tells what was not."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from husky_kernel.tidy.column import Column


class Unread(UserWarning):
    """Some values of a column were not read and are missing now.

    Attributes
    ----------
    count : int
        In how many rows a value could not be read.
    examples : tuple of str
        Some of those values.
    doubt : str
        Why the column can be read in more than one way; empty where it cannot.
    """

    def __init__(self, message: str, count: int = 0, examples: tuple[str, ...] = (), doubt: str = "") -> None:
        super().__init__(message)
        self.count = count
        self.examples = examples
        self.doubt = doubt


class Ambiguous(Unread):
    """The column can be read in more than one way; the message says which was taken, and how to take the other."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What a function of this package made of a column."""

    values: Any
    """The new Series (for :func:`tidy.score` a DataFrame)."""
    unread: int = 0
    """In how many rows a value could not be read."""
    examples: tuple[str, ...] = ()
    doubt: str = ""
    """Why the column can be read in more than one way, and which was taken."""
    note: str = ""
    """The way in which it was read, in a word or two: ``day/month/year``, ``%``."""


def reading(column: Column, values: Any, unread: Sequence[int], doubt: str = "", note: str = "") -> Reading:
    """A reading whose unread values are named by their places in the column."""
    counts = column.counts
    examples = tuple(str(column.values[place])[:40] for place in unread[:3])
    return Reading(values, int(sum(counts[place] for place in unread)), examples, doubt, note)


def told(function: str, reading: Reading) -> Any:
    """The values of a reading, after one warning where some were not read or the column is ambiguous."""
    parts = []
    if reading.unread:
        shown = ", ".join(map(repr, reading.examples))
        parts.append(f"{reading.unread} of {len(reading.values)} values could not be read, now missing: {shown}.")
    if reading.doubt:
        parts.append(f"Ambiguous: {reading.doubt}")
    if parts:
        kind = Ambiguous if reading.doubt else Unread
        warning = kind(f"tidy.{function}: {' '.join(parts)}", reading.unread, reading.examples, reading.doubt)
        for hear in [*_hearing]:
            hear(warning)
        warnings.warn(warning, stacklevel=_outside())
    return reading.values


_hearing: list[Callable[[Unread], None]] = []


@contextmanager
def heard_by(hear: Callable[[Unread], None]) -> Iterator[None]:
    """Call ``hear`` with every warning of a helper in the block, shown or not."""
    _hearing.append(hear)
    try:
        yield
    finally:
        _hearing.remove(hear)


def _outside() -> int:
    """The level of the stack, as whoever warns counts, of the line that called a function of this folder."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(__package__):
        level, frame = level + 1, frame.f_back
    return level
