"""Tables of strings as they stand in questions: printed as Python lists, and their cells as named numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.training.converters.writing import naming

Table = Sequence[Sequence[str]]

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+")


def printed(table: Table) -> str:
    """One row a line, as the benchmarks' questions show them."""
    return "\n".join(str([str(cell) for cell in row]) for row in table)


def number(cell: str) -> float | None:
    """The first number of a cell without signs of money and separators; brackets mean a loss; None without one."""
    match = _NUMBER.search(cell)
    if match is None:
        return None
    value = float(match[0].replace(",", ""))
    return -value if re.match(r"\s*[$£€]?\s*\(\s*[$£€]?\s*\d[^)]*\)\s*%?\s*$", cell) else value


class Cells:
    """Finds numbers in a table and names them by the labels of their row and column."""

    def __init__(self, table: Table, taken: set[str]) -> None:
        self._table = [[str(cell) for cell in row] for row in table]
        self._taken = taken
        self._named: dict[float, str] = {}

    def name(self, value: float) -> str | None:
        """The variable for ``value``, whatever its sign in the table; None where the table does not have it."""
        if value in self._named:
            return self._named[value]
        place = next(self._places(value), None)
        if place is None:
            return None
        row, column = place
        labels = (self._table[row][0] if column else "", self._header(column))
        self._named[value] = naming.free(naming.header(*labels) + self._year(column), self._taken)
        return self._named[value]

    def lines(self) -> list[str]:
        """The assignments, in the order of the asking."""
        return [f"{name} = {int(v) if float(v).is_integer() else v}" for v, name in self._named.items()]

    def _places(self, value: float) -> Iterator[tuple[int, int]]:
        for row, cells in enumerate(self._table):
            for column, cell in enumerate(cells):
                found = number(cell)
                if found is not None and abs(abs(found) - abs(value)) < 1e-9 and (column or len(cells) == 1):
                    yield row, column

    def _header(self, column: int) -> str:
        return next((row[column] for row in self._table[:3] if column < len(row) and row[column].strip()), "")

    def _year(self, column: int) -> str:
        years = (re.search(r"(?:19|20)\d\d", row[column]) for row in self._table[:4] if column < len(row))
        found = next((year for year in years if year), None)
        return f"_{found[0]}" if found else ""
