"""What every benchmark gives: ratios above 1 where we are better, and the rows they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

from husky_kernel.bench.table import aligned


class Row(Protocol):
    """One line of a benchmark."""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """``ratios`` are above 1 where we are better; ``table`` shows ``rows``. ``notes`` say what was left out and why."""

    bench: str
    ratios: Mapping[str, float]
    rows: Sequence[Row]
    table: str
    model: str = ""
    notes: tuple[str, ...] = ()

    def to_json(self, machine: str, versions: Mapping[str, str]) -> dict[str, Any]:
        """The form that all benchmarks share."""
        return {
            "bench": self.bench,
            "machine": machine,
            "ratios": {name: round(value, 4) for name, value in self.ratios.items()},
            "rows": [row.to_json() for row in self.rows],
            "model": self.model,
            "versions": dict(versions),
            "notes": list(self.notes),
        }

    def text(self) -> str:
        """The table, the ratios and the notes, to be read."""
        ratios = aligned([("ratio, above 1 is better for us", ""), *((n, f"{v:.2f}") for n, v in self.ratios.items())])
        return "\n\n".join(part for part in (self.table, ratios if self.ratios else "", "\n".join(self.notes)) if part)


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured some times on one side. ``unit`` is that of ``values``, such as ``ms`` or ``tokens/s``."""

    what: str
    side: str
    unit: str
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    def to_json(self) -> dict[str, Any]:
        """Median and spread."""
        low, high = min(self.values), max(self.values)
        found = {"median": self.median, "low": low, "high": high}
        names = {"what": self.what, "side": self.side, "unit": self.unit, "n": len(self.values)}
        return names | {name: round(value, 4) for name, value in found.items()}


def sample(what: str, side: str, unit: str, value: float) -> Measured:
    """One value; :func:`merged` puts those of one thing together."""
    return Measured(what, side, unit, (value,))


def merged(samples: Iterable[Measured]) -> list[Measured]:
    """A row for each thing, side and unit, in the order in which they first came."""
    found: dict[tuple[str, str, str], tuple[float, ...]] = {}
    for one in samples:
        key = one.what, one.side, one.unit
        found[key] = found.get(key, ()) + one.values
    return [Measured(*key, values) for key, values in found.items()]


def measured_table(rows: Sequence[Measured]) -> str:
    """Aligned columns of medians and spread."""
    return aligned([("what", "side", "median", "lowest", "highest", "n", "unit"), *map(_cells, rows)], left=2)


def medians(rows: Sequence[Measured]) -> dict[tuple[str, str], float]:
    """The median of each row, by what was measured and on which side."""
    return {(row.what, row.side): row.median for row in rows}


def _cells(row: Measured) -> tuple[str, ...]:
    numbers = (row.median, min(row.values), max(row.values))
    return row.what, row.side, *(f"{number:,.2f}" for number in numbers), str(len(row.values)), row.unit
