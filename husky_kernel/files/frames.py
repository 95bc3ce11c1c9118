"""From a grid of cells to a DataFrame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from husky_kernel.files.columns import text_columns, value_column
from husky_kernel.files.layout import Row, lay_out
from husky_kernel.files.names import unique
from husky_kernel.files.options import Found, Options, counted
from husky_kernel.files.totals import is_total, labelled, subtotals, told_labels, without_rows

_DECIMALS = {",": "decimal comma", ".": "decimal point"}


def frame_of_texts(
    rows: list[Row], options: Options, found: Found, sep: str, too_long: Callable[[int, int], Exception]
) -> pd.DataFrame:
    """The table in lines of texts; what was found of it is added to ``found``."""
    layout = lay_out(rows, options, found, too_long)
    body = layout.body
    notes = Found()
    below = 0 if options.totals else labelled(body)
    columns, decimal = text_columns(layout.names, body[: len(body) - below], options, notes, sep)
    if below and not all(is_total(row, columns, decimal) for row in body[len(body) - below :]):
        below, notes = 0, Found()
        columns, decimal = text_columns(layout.names, body, options, notes, sep)
    notes.add(f"{counted(below, 'total row')} left out" if below else "")
    columns = _without_subtotals(body[: len(body) - below], columns, options, notes)
    if decimal == "," or (decimal and sep == ";"):
        found.add(_DECIMALS[decimal])
    for part in notes.parts:
        found.add(part)
    return _frame(layout.names, columns, found)


def frame_of_values(rows: list[Row], options: Options, found: Found) -> pd.DataFrame:
    """The table in rows of values that have types, as a sheet gives them."""

    def too_long(place: int, width: int) -> Exception:
        return ValueError(f"row {place + 1} has cells beyond the {width} columns of the table")

    layout = lay_out(rows, options, found, too_long, trimmed=True)
    body = layout.body
    below = 0 if options.totals else labelled(body)
    above = body[: len(body) - below]
    notes = Found()
    columns = _value_columns(layout.names, above, options, notes)
    if below and not all(is_total(row, columns, ".") for row in body[len(body) - below :]):
        below, notes = 0, Found()
        columns = _value_columns(layout.names, body, options, notes)
    for part in notes.parts:
        found.add(part)
    found.add(f"{counted(below, 'total row')} left out" if below else "")
    columns = _without_subtotals(body[: len(body) - below], columns, options, found)
    return _frame(layout.names, columns, found)


def _without_subtotals(
    body: list[Row], columns: list[pd.Series[Any]], options: Options, found: Found
) -> list[pd.Series[Any]]:
    """The columns without rows that add up others between them, which would count twice."""
    places = [] if options.totals else subtotals(body, columns)
    found.add(f"{counted(len(places), 'row')} of subtotals left out" if places else told_labels(body))
    return without_rows(columns, places) if places else columns


def frame_of_records(names: list[str], rows: list[Row], options: Options, found: Found) -> pd.DataFrame:
    """Rows below names that are known, as a database gives them."""
    return _frame(names, _value_columns(names, rows, options, found), found)


def _value_columns(names: list[str], rows: list[Row], options: Options, found: Found) -> list[pd.Series[Any]]:
    return [value_column([row[at] for row in rows], options, name, found) for at, name in enumerate(names)]


def _frame(names: list[str], columns: list[pd.Series[Any]], found: Found) -> pd.DataFrame:
    frame = pd.DataFrame(dict(enumerate(columns)))
    frame.columns = pd.Index(unique(names, found), dtype="str")
    return frame
