"""Where the table lies in a grid of cells: lines above and below it, its header, its width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from husky_kernel.files.options import Found, Options, counted

_NUMBER = re.compile(r"[-+(]?\W?\d[\d.,' %]*(?:[eE][-+]?\d+)?\W{0,2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d.*)?")
_LOOKED_AT = 50
Row = Sequence[Any]


@dataclass(frozen=True)
class Layout:
    """The parts of a table."""

    names: list[str]
    body: list[Row]
    """As many cells in each row as there are names."""


def lay_out(
    rows: list[Row],
    options: Options,
    found: Found,
    too_long: Callable[[int, int], Exception],
    trimmed: bool = False,
) -> Layout:
    """The header and the rows of a table.

    Parameters
    ----------
    rows : list of rows
        All lines, empty ones with no cells.
    options : Options
        ``skip`` and ``header`` overrule what is found.
    found : Found
        Is told what was left out.
    too_long : function
        Makes the error for the row at a place that has more cells than the table has columns.
    trimmed : bool
        Whether empty cells at the ends of rows were left out, as in sheets: a short row then tells nothing.
    """
    width = _width(rows)
    start = options.skip if options.skip is not None else _start(rows, width)
    start += next((place for place, row in enumerate(rows[start:]) if row), 0)
    found.add(f"{counted(start, 'line')} skipped" if start else "")
    heads = options.header if options.header is not None else _heads(rows, start, width)
    top = start
    if options.header is None and options.skip is None and heads == 1 and _is_group_row(rows, start, width):
        top, heads = start - 1, 2
        found.parts = [part for part in found.parts if not part.endswith("skipped")]
        found.add(f"{counted(top, 'line')} skipped" if top else "")
    header = [list(row) for row in rows[top : top + heads]]
    found.add({0: "no header", 1: ""}.get(heads, f"{heads} header rows"))
    kept = _without_footer(rows, top + heads, width, trimmed, found)
    if len(header) == 1 and len(header[0]) == width - 1 and kept and all(len(rows[place]) == width for place in kept):
        header[0].insert(0, "")  # the names of rows, as R writes them
    if header:
        width = max(width, *(_length(row) for row in header))
    body: list[Row] = []
    for place in kept:
        row = rows[place]
        if len(row) == width:
            body.append(row)
            continue
        if _length(row) > width:
            raise too_long(place, width)
        body.append([*row[:width], *[""] * (width - len(row))])
    short = 0 if trimmed else sum(0 < len(rows[place]) < width for place in kept)
    found.add(f"{counted(short, 'short line')} filled" if short and any(len(rows[at]) == width for at in kept) else "")
    return _without_empty(Layout(_joined(header, width), body), found)


def blank(cell: Any) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _length(row: Row) -> int:
    """The number of cells up to the last that is not empty."""
    return next((place for place in range(len(row), 0, -1) if not blank(row[place - 1])), 0)


def _width(rows: list[Row]) -> int:
    """The number of cells that most lines have, without the empty ones of separators at their ends."""
    counts = Counter(len(row) for row in rows if row)
    width = max(counts, key=lambda size: (counts[size], size), default=0)
    fitting = [row for row in rows if len(row) == width]
    while width > 1 and all(blank(row[width - 1]) for row in fitting):
        width -= 1
    return width


def _start(rows: list[Row], width: int) -> int:
    """The place of the header."""
    first = [place for place, row in enumerate(rows[:_LOOKED_AT]) if row]
    if width < 2:
        return first[0] if first else 0
    full = next((place for place in first if _is_full(rows[place], width)), None)
    near = next((place for place in first if _is_near(rows[place], width)), None)
    if full is None:
        return near or 0
    after_gap = [place for place in first if place and not rows[place - 1] and _is_full(rows[place], width)]
    if after_gap and after_gap[0] <= 20 and _is_header(rows, after_gap[0], width):
        return after_gap[0]
    if near is None or near >= full:
        return full
    nameless = width > 3 and sum(not blank(cell) for cell in rows[near]) == width - 1 and _is_header(rows, near, width)
    return full if _is_header(rows, full, width) and not nameless else near


def _is_full(row: Row, width: int) -> bool:
    """Every cell has a name; the first, that of an index, may have none."""
    return _length(row) == width and not any(blank(cell) for cell in row[1:width])


def _is_near(row: Row, width: int) -> bool:
    return len(row) >= width - 1 and sum(not blank(cell) for cell in row) >= max(2, 0.6 * width)


def _is_header(rows: list[Row], place: int, width: int) -> bool:
    """Texts with numbers below them."""
    if any(_is_number(cell) for cell in rows[place]):
        return False
    return any(_is_number_column(rows, place + 1, column) for column in range(width))


def _is_number(cell: Any) -> bool:
    return not blank(cell) and (not isinstance(cell, str) or _NUMBER.fullmatch(cell.strip()) is not None)


def _is_number_column(rows: list[Row], start: int, column: int) -> bool | None:
    """Whether numbers stand in a column; ``None`` if nothing does."""
    cells = [row[column] for row in rows[start : start + _LOOKED_AT] if len(row) > column and not blank(row[column])]
    return sum(map(_is_number, cells)) >= 0.8 * len(cells) if cells else None


def _heads(rows: list[Row], start: int, width: int) -> int:
    """How many header rows there are: 0, 1 or 2."""
    body = [place for place in range(start + 1, len(rows)) if rows[place]]
    if not body:
        return 1
    head = list(rows[start])
    numbers = [at for at in range(min(width, len(head))) if _is_number_column(rows, body[0], at)]
    if numbers and all(_is_number(head[at]) for at in numbers):
        texts = [str(head[at]).strip().removesuffix(".0") for at in numbers]
        if not _are_names(texts, blank(head[0]), len(numbers) < width):
            return 0
    if len(body) < 3:
        return 1
    second = list(rows[body[0]])
    below = [at for at in range(min(width, len(second))) if _is_number_column(rows, body[1], at)]
    named = [at for at in below if not blank(second[at])]
    texts_only = named and not any(_is_number(cell) for cell in second) and body[0] == start + 1
    more = len(named) == len(below) and not any(
        _is_number(head[at]) for at in below if at < len(head) and len(below) < 2
    )
    gaps = any(map(blank, second)) or len(named) > 1  # one odd value does not make a header
    return 2 if texts_only and more and gaps and not _missing_words(second, named) else 1


def _missing_words(row: Row, places: list[int]) -> bool:
    from husky_kernel.tidy.words import is_missing

    return any(is_missing(str(row[at])) for at in places)


def _are_names(texts: list[str], indexed: bool, beside_texts: bool) -> bool:
    """Whether numbers in a first row can be names: years, or counted columns."""
    if not all(text.isdigit() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    years = all(1800 <= number <= 2200 for number in numbers) and len(set(numbers)) == len(numbers)
    in_order = all(later - number == 1 for number, later in pairwise(numbers))
    return (years and (beside_texts or (in_order and len(numbers) > 1))) or (in_order and indexed)


def _is_group_row(rows: list[Row], start: int, width: int) -> bool:
    """Whether the line above the header names groups of columns, as merged cells do."""
    if start == 0 or not rows[start - 1]:
        return False
    upper, lower = rows[start - 1], list(rows[start])
    named = [at for at, cell in enumerate(upper) if not blank(cell)]
    if not named or len(upper) > width or (len(named) < 2 and not blank(upper[0])):
        return False
    names = [str(cell).strip() for cell in lower if not blank(cell)]
    return len(set(names)) < len(names) or blank(upper[0]) or (blank(lower[0]) and len(named) > 1)


def _without_footer(rows: list[Row], start: int, width: int, trimmed: bool, found: Found) -> list[int]:
    """The places of the table's rows: lines of one text below it are notes."""
    kept = [place for place in range(start, len(rows)) if rows[place]]
    notes = 0
    while width > 1 and len(kept) > 1 and len(rows[kept[-1]]) == 1 and not _is_number(rows[kept[-1]][0]):
        if rows[kept[-1] - 1] and kept[-1] - 1 == kept[-2] and (trimmed or width == 2):
            break  # a last row with one value, not set apart by an empty line
        kept.pop()
        notes += 1
    found.add(f"{counted(notes, 'line')} below left out" if notes else "")
    return kept


def _joined(header: list[list[Any]], width: int) -> list[str]:
    """One name for each column: of two rows ``2024`` and ``units``, it is ``2024 units``."""
    full = [[_name(cell) for cell in row[:width]] + [""] * (width - len(row)) for row in header]
    for upper, lower in pairwise(full):
        if not all(upper[1:]):
            for at in range(1, width):
                upper[at] = upper[at] or (upper[at - 1] if lower[at] else "")
    return [" ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*full, strict=True)] or [""] * width


def _name(cell: Any) -> str:
    if blank(cell):
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return " ".join(str(int(cell) if whole else cell).split())


def _without_empty(layout: Layout, found: Found) -> Layout:
    """Columns without a name and without a value come from separators at the ends of lines."""
    full = [at for at, name in enumerate(layout.names) if name or any(not blank(row[at]) for row in layout.body)]
    if len(full) == len(layout.names):
        return layout
    found.add(f"{counted(len(layout.names) - len(full), 'empty column')} left out")
    return Layout([layout.names[at] for at in full], [[row[at] for at in full] for row in layout.body])
