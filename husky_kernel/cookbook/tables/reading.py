"""A small table from text: columns parted by semicolons, an empty cell is missing, blanks are kept."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd


def table(text: str, **options: Any) -> pd.DataFrame:
    """The table that ``text`` spells out, its first line the names; ``options`` are those of ``pandas.read_csv``."""
    frame: pd.DataFrame = pd.read_csv(io.StringIO(text.strip("\n")), sep=";", **options)
    return frame
