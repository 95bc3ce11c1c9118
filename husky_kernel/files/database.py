"""Tables of an SQLite file."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd

from husky_kernel.files.frames import frame_of_records
from husky_kernel.files.options import Found, Options
from husky_kernel.files.source import Source

_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def read_database(source: Source, options: Options) -> Iterator[tuple[str, pd.DataFrame, Found]]:
    """Each table and view, or the one called ``sheet``; the file itself is not opened but a copy of it.

    Raises
    ------
    UseError
        If the file is damaged or has no such table.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.sqlite"
        copy.write_bytes(source.data)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                names = [name for (name,) in connection.execute(_TABLES)]
                if options.sheet is not None and options.sheet not in names:
                    raise source.unreadable(f"there is no table {options.sheet!r}, only {', '.join(map(repr, names))}")
                for name in names if options.sheet is None else [str(options.sheet)]:
                    quoted = name.replace('"', '""')
                    cursor = connection.execute(f'SELECT * FROM "{quoted}"')
                    heads = [column[0] for column in cursor.description]
                    found = Found([f"SQLite table {name!r}"])
                    yield name, frame_of_records(heads, cursor.fetchall(), options, found), found
        except sqlite3.Error as error:
            raise source.unreadable(f"the database is damaged ({error})") from error
