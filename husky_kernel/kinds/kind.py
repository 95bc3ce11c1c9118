"""The kind of a column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from husky_kernel.tidy.units.measures import factor

_UNIT = re.compile(r"\d ?([^\W\d_][^\d\s]*)$")
"""A unit behind an amount."""


@dataclass(frozen=True)
class Kind:
    """What a column holds.

    ``name`` is one of ``number truth text category constant empty mixed id`` (values that are what they seem, or that
    no helper reads), ``date duration`` (of pandas' own type), and ``amounts percent dates serial_date durations score
    items json untidy``.
    """

    name: str
    how: str
    """The helper that reads it, such as ``tidy.number``; empty where none is needed."""
    told: str
    """A short phrase for the description of a table, such as ``text, amounts like '1.234,56 €': tidy.number``."""
    missing: int = 0
    """In how many rows no value stands, words for missing included (of a big column: an estimate)."""
    examples: tuple[str, ...] = ()
    """Some different values, as they stand there."""

    def is_in(self, unit: str) -> bool:
        """Whether its amounts are written in ``unit``, or in another one of the same quantity."""
        return any(factor(written, unit) is not None for written in self.units)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that stand behind the amounts of its examples."""
        return tuple(str(unit) for example in self.examples for unit in _UNIT.findall(example))
