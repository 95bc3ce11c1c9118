"""A small table inside a question, as the Python list that a program can start from: copied by us, not by the model.

A small model that copies a table cell by cell drops rows, mixes columns, and trips over an apostrophe.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence

from husky_kernel.modules.repairs.syntax.symbols import unbound
from husky_kernel.syntax import parsed

NAME = "rows"
"""What the table is called in a program."""

Cell = int | float | str | list[int]

_NUMBER = re.compile(r"[$€£]?(-?\d{1,3}(?:,\d{3})+|-?\d+)(\.\d+)?")
_LIST = re.compile(r"\d+(?:, \d+)+")


def table(question: str) -> str:
    """``rows = [...]``, a tuple for each row, its heading in a comment above; empty where there is no table.

    Cells that are numbers become numbers, also with a sign of currency or with commas between thousands, and a column
    with lists of numbers (the leaves of a stem) becomes lists. Everything else stays text.
    """
    rows = [cells for line in question.splitlines() if (cells := _cells(line))]
    wide = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if len(row) == wide and wide > 1]
    if len(rows) < 2:
        return ""
    heading = [] if any(re.search(r"\d", cell) for cell in rows[0]) else rows.pop(0)
    columns = [_column([row[at] for row in rows]) for at in range(wide)]
    lines = ", ".join(repr(row) for row in zip(*columns, strict=True))
    above = f"# {', '.join(heading)}\n" if heading and _has_numbers(columns) else ""
    return f"{above}{NAME} = [{lines}]" if above or not heading else f"{NAME} = [{tuple(heading)!r}, {lines}]"


def beside(question: str) -> str:
    """``question`` without the lines of its table."""
    return "\n".join(line for line in question.splitlines() if not _cells(line)).strip()


def with_table(code: str, question: str) -> str:
    """``code`` after the table of ``question``, if it uses the table without writing it itself."""
    tree = parsed(code)
    found = table(question) if tree is not None and NAME in unbound(tree) else ""
    return f"{found}\n{code}" if found else code


def _cells(line: str) -> list[str]:
    """The cells of a line that is a row: a list in brackets, or between bars."""
    line = line.strip()
    if line.startswith("[") and line.endswith("]"):
        try:
            row = ast.literal_eval(line)
        except (SyntaxError, ValueError):
            return []
        return [str(cell).strip() for cell in row] if isinstance(row, list) else []
    if line.startswith("|") and line.endswith("|") and not re.fullmatch(r"[|\s:-]+", line):
        return [cell.strip() for cell in line[1:-1].split("|")]
    return []


def _column(cells: Sequence[str]) -> list[Cell]:
    if any(_LIST.fullmatch(cell) for cell in cells) and all(re.fullmatch(r"[\d, ]*", cell) for cell in cells):
        return [[int(part) for part in re.findall(r"\d+", cell)] for cell in cells]
    return [_value(cell) for cell in cells]


def _value(cell: str) -> Cell:
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return cell
    whole = found[1].replace(",", "")
    return float(whole + found[2]) if found[2] else int(whole)


def _has_numbers(columns: Iterable[Sequence[Cell]]) -> bool:
    return any(not isinstance(cell, str) or re.search(r"\d", cell) for column in columns for cell in column)
