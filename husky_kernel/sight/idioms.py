"""Spellings of pandas that the installed version no longer knows, and what to write instead.

Each is told only where the installed pandas really lacks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_METHODS: Mapping[str, str] = {
    "append": "pd.concat([a, b], ignore_index=True)",
    "applymap": ".map(function)",
    "iteritems": ".items()",
    "ix": ".loc[rows, columns] or .iloc[positions]",
    "mad": "(s - s.mean()).abs().mean()",
    "lookup": "df.to_numpy()[rows, columns] by positions, or .loc for one cell",
    "get_value": ".at[row, column]",
    "set_value": ".at[row, column] = value",
    "as_matrix": ".to_numpy()",
    "as_blocks": ".dtypes",
    "slice_shift": ".shift()",
    "tshift": ".shift(freq=…)",
    "pad": ".ffill()",
    "backfill": ".bfill()",
    "swapaxes": ".T",
    "is_monotonic": ".is_monotonic_increasing",
    "week": ".dt.isocalendar().week",
    "weekofyear": ".dt.isocalendar().week",
    "weekday_name": ".dt.day_name()",
    "convert_objects": "pd.to_numeric(s)",
    "sort": ".sort_values(by=…)",
    "order": ".sort_values()",
    "irow": ".iloc[row]",
    "sortlevel": ".sort_index(level=…)",
    "select": ".loc[rows]",
    "to_native_types": ".astype(str)",
    "first": ".loc[: start + offset]",
    "last": ".loc[end - offset :]",
    "ravel": ".to_numpy()",
    "view": ".astype(dtype)",
    "bool": ".item()",
    "value_counts": "s.value_counts()",
    "np": "import numpy as np",
    "datetime": "from datetime import datetime",
    "Panel": "a table with several columns as its index",
    "Int64Index": "pd.Index",
    "Float64Index": "pd.Index",
    "rolling_mean": "s.rolling(window).mean()",
    "rolling_sum": "s.rolling(window).sum()",
    "ewma": "s.ewm(span=…).mean()",
}
"""Attributes and what to write."""

_OPTIONS: Mapping[str, str] = {
    "line_terminator": "lineterminator=",
    "error_bad_lines": "on_bad_lines='skip'",
    "warn_bad_lines": "on_bad_lines='warn'",
    "delim_whitespace": r"sep=r'\s+'",
    "infer_datetime_format": "nothing: dates are recognised without it",
    "date_parser": "date_format=",
    "squeeze": ".squeeze('columns') on what was read",
    "mangle_dupe_cols": "nothing: columns of one name are numbered without it",
    "axis": "the columns by name, or .T before and after it",
    "level": "groupby(level=…) before it",
    "encoding": "nothing: Excel files need none",
    "sheetname": "sheet_name=",
    "sort_columns": ".sort_index(axis=1) before it",
}
"""Options and what to write."""

_FREQUENCIES: Mapping[str, str] = {
    "M": "ME", "Q": "QE", "Y": "YE", "A": "YE", "BM": "BME", "BQ": "BQE", "BY": "BYE", "BA": "BYE", "SM": "SME",
    "CBM": "CBME", "H": "h", "T": "min", "S": "s", "L": "ms", "U": "us", "N": "ns", "BH": "bh",
    "AS": "YS", "BAS": "BYS",
}  # fmt: skip


def removed_attribute(name: str) -> str:
    """What to write for an attribute that tables, columns or pandas itself had once; empty if that is not known."""
    new = _METHODS.get(name)
    return f"this pandas has no .{name}: write {new}" if new else ""


def removed_option(message: str) -> str:
    """What to write for an option that a function refuses."""
    found = re.search(r"got an unexpected keyword argument '(\w+)'", message)
    if found is None:
        return ""
    if found[1] == "method" and "fillna" in message:
        return "fillna has no method=: write .ffill() or .bfill()"
    new = _OPTIONS.get(found[1])
    if new and new.startswith("nothing"):
        return f"this pandas has no {found[1]}=: leave it out{new.removeprefix('nothing')}"
    return f"this pandas has no {found[1]}=: write {new}" if new else ""


def removed_frequency(message: str) -> str:
    """What to write for the letter of a frequency: 'ME' for 'M'."""
    found = re.search(r"Invalid frequency: '?(\d*)([A-Za-z]+)(-\w+)?\b", message)
    if found is None or found[2] not in _FREQUENCIES:
        return ""
    count, letter, anchor = found[1], found[2], found[3] or ""
    return f"this pandas has no frequency {count}{letter}{anchor}: write '{count}{_FREQUENCIES[letter]}{anchor}'"
