"""What checks look at: a table and a figure, as the probe wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from husky_kernel.eval.analyst.equality import same


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` may be fewer than ``n`` where the table is long."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    n: int

    @property
    def cells(self) -> list[Any]:
        """All cells, row by row."""
        return [cell for row in self.rows for cell in row]

    def pairs(self) -> dict[str, Any]:
        """First cell of each row to its last."""
        return {str(row[0]).strip(): row[-1] for row in self.rows}

    def col(self, name: str) -> list[Any]:
        """A column, its name in any capitals. Raises ValueError if there is none."""
        place = [column.casefold() for column in self.columns].index(name.casefold())
        return [row[place] for row in self.rows]

    def has(self, *values: Any) -> bool:
        """Whether each value stands in a cell of its own."""
        left = self.cells
        for value in values:
            place = next((at for at, cell in enumerate(left) if same(cell, value)), None)
            if place is None:
                return False
            del left[place]
        return True


@dataclass(frozen=True, slots=True)
class Fig:
    """What stands in one pair of axes."""

    bars: Mapping[str, float] = field(default_factory=dict)
    lines: Sequence[Sequence[tuple[str, float]]] = ()
    points: int = 0
    title: str = ""
    xlabel: str = ""
    ylabel: str = ""


def lift(value: Any) -> Any:
    """A probe's JSON with its tables as :class:`Table`."""
    if isinstance(value, dict):
        return Table(value["columns"], value["rows"], value["n"])
    return [lift(item) for item in value] if isinstance(value, list) else value
