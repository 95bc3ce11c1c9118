"""``read``: any file with tables, as DataFrames."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

import pandas as pd

from husky_kernel.files.columnar import read_columnar
from husky_kernel.files.database import read_database
from husky_kernel.files.options import Found, Options
from husky_kernel.files.records import read_json
from husky_kernel.files.source import Source, open_source, unpacked
from husky_kernel.files.text_file import read_text
from husky_kernel.files.workbook import read_workbook


def read(
    file: str | os.PathLike[str],
    *,
    sheet: str | int | None = None,
    encoding: str | None = None,
    sep: str | None = None,
    quote: str | None = None,
    decimal: str | None = None,
    header: int | None = None,
    skip: int | None = None,
    dates: bool = True,
    totals: bool = False,
    missing: Collection[str] | None = None,
    quiet: bool = False,
) -> pd.DataFrame | dict[str, pd.DataFrame]:
    """Read a file with one table or several.

    Read are CSV and its kin, Excel and OpenDocument sheets, JSON and JSON lines, SQLite, Parquet and Feather, and zip
    or gzip files of these. What was found is told in one line on standard error, and in ``frame.attrs["read"]``.

    Parameters
    ----------
    file : str or path
        The file.
    sheet : str or int, optional
        The one sheet (or its number from 0), table or member wanted of several.
    encoding, sep, quote, decimal : str, optional
        How a text is written, where that should not be found; ``quote=""``: marks are part of the texts.
    header : int, optional
        The number of header rows: 0, 1 or 2.
    skip : int, optional
        The number of lines above the header.
    dates : bool
        Whether ISO dates become datetimes. All other dates stay texts: ``tidy.date`` reads them.
    totals : bool
        Whether a last row that adds up the others is kept.
    missing : collection of str, optional
        The words that mean missing, besides empty cells; ``[]`` for none.
    quiet : bool
        Whether nothing is told.

    Returns
    -------
    DataFrame or dict
        Where the file holds several tables, each by its name.

    Raises
    ------
    UseError
        If the file cannot be read. The message is one line, and names the line of the file that does not fit.
    """
    options = Options(sheet, encoding, sep, quote, decimal, header, skip, dates, totals, missing)
    source = open_source(Path(file))
    found: dict[str, tuple[pd.DataFrame, Found]] = {}
    try:
        for name, frame, told in _tables(source, options):
            found[_free(name, found)] = (frame, told)
    except RecursionError as error:
        raise source.unreadable("it is nested too deeply") from error
    if not found:
        raise source.unreadable("it holds no table" + (f" called {sheet!r}" if isinstance(sheet, str) else ""))
    if not quiet:
        tables = "; ".join(f"{told}, {_size(frame)}" for frame, told in found.values())
        print(f"{source.told}: {tables}", file=sys.stderr)
    for frame, told in found.values():
        frame.attrs["read"] = str(told)
    frames = {name: frame for name, (frame, _) in found.items()}
    return next(iter(frames.values())) if len(frames) == 1 else frames


def _tables(source: Source, options: Options) -> Iterator[tuple[str, pd.DataFrame, Found]]:
    parts = list(unpacked(source))
    for part in parts:
        stem = PurePosixPath(part.name).stem
        if len(parts) > 1 and isinstance(options.sheet, str) and options.sheet != stem:
            continue
        tables = list(_of_one(part, options if len(parts) == 1 else Options(**{**vars(options), "sheet": None})))
        for name, frame, found in tables:
            if len(parts) > 1:
                found.parts.insert(0, part.name)
                name = f"{stem}_{name}" if name and len(tables) > 1 else stem
            yield name or stem, frame, found


def _of_one(source: Source, options: Options) -> Iterator[tuple[str, pd.DataFrame, Found]]:
    found = Found()
    if source.kind == "workbook":
        yield from read_workbook(source, options)
    elif source.kind == "sqlite":
        yield from read_database(source, options)
    elif source.kind in ("json", "jsonl"):
        yield from read_json(source, options)
    elif source.kind in ("parquet", "feather"):
        yield "", read_columnar(source, found), found
    else:
        yield "", read_text(source, options, found), found


def _free(name: str, taken: Collection[str]) -> str:
    return name if name not in taken else next(f"{name}_{at}" for at in range(2, 10**6) if f"{name}_{at}" not in taken)


def _size(frame: pd.DataFrame) -> str:
    return f"{len(frame):,} × {len(frame.columns)}"
