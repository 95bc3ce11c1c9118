"""CSV and its kin."""

from __future__ import annotations

import csv
import re

import pandas as pd

from husky_kernel.files import dialect
from husky_kernel.files.encoding import decoded
from husky_kernel.files.frames import frame_of_texts
from husky_kernel.files.options import Found, Options
from husky_kernel.files.source import Source


def read_text(source: Source, options: Options, found: Found) -> pd.DataFrame:
    """The one table of a text file.

    Raises
    ------
    UseError
        If it holds no table, or a line does not fit; the message names the line.
    """
    text, encoding = decoded(source, options.encoding)
    found.add(encoding)
    if re.match(r"\s*<(?:!doctype html|html|table|\?xml)", text, re.IGNORECASE):
        raise source.unreadable("it is a web page or XML, not a table: save it as CSV or XLSX")
    sep, lines_before = options.sep, 0
    if marked := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):  # as Excel writes it
        sep, text, lines_before = sep or marked[1], text[marked.end() :], 1
    how = dialect.find(text, source, sep, options.quote)
    found.add(str(how))
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for line, row in dialect.rows(text, how):
            lines.append(line + lines_before)
            rows.append(row if any(cell.strip() for cell in row) or (len(row) == 1 and not how.sep) else [])
    except csv.Error as error:
        line, why = error.args
        raise source.unreadable(why, line + lines_before) from error
    full = [row for row in rows if row]
    if not full or (len(full) == 1 and len(full[0]) == 1):
        raise source.unreadable("it holds no table" + (f", but {full[0][0][:40]!r} alone" if full else ""))

    def too_long(place: int, width: int) -> Exception:
        return source.unreadable(f"it has {len(rows[place])} fields, where the table has {width}", lines[place])

    return frame_of_texts(list(rows), options, found, how.sep, too_long)
