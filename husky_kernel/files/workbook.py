"""Sheets of Excel and of OpenDocument."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from husky_kernel.agent.errors import UseError
from husky_kernel.files.frames import frame_of_values
from husky_kernel.files.layout import Row, blank
from husky_kernel.files.options import Found, Options
from husky_kernel.files.source import Source


def read_workbook(source: Source, options: Options) -> Iterator[tuple[str, pd.DataFrame, Found]]:
    """Each sheet that holds a table, or the one asked for.

    Raises
    ------
    UseError
        If the workbook is damaged or locked, or has no such sheet.
    """
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        for name in _asked(source, book.sheet_names, options.sheet):
            rows: list[Row] = [_row(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            if any(rows):
                found = Found([f"sheet {name!r}"])
                yield name, frame_of_values(rows, options, found), found
    except UseError:
        raise
    except Exception as error:  # calamine has an error for each format, and panics on damaged files
        raise source.unreadable(f"the workbook is damaged or locked ({error})") from error


def _asked(source: Source, names: list[str], sheet: str | int | None) -> list[str]:
    if sheet is None:
        return names
    if isinstance(sheet, int) and -len(names) <= sheet < len(names):
        return [names[sheet]]
    if sheet in names:
        return [str(sheet)]
    raise source.unreadable(f"there is no sheet {sheet!r}, only {', '.join(map(repr, names))}")


def _row(cells: list[Any]) -> list[Any]:
    """The cells up to the last that is not empty."""
    while cells and blank(cells[-1]):
        cells.pop()
    return cells
