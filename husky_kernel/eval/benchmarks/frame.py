"""A CSV file as a DataFrame with sensible types: a column whose every cell is a number becomes one of numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"[-−+]?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)?(?:\.\d+)?")


def wikitable(data: bytes) -> pd.DataFrame:
    r"""A table of WikiTableQuestions: quotes in cells are written ``\"``, line ends ``\n``."""
    import pandas as pd

    text = data.decode("utf-8").replace("\\n", " ")
    rows = list(csv.reader(io.StringIO(text), escapechar="\\", doublequote=False))
    names = _distinct([_tidy(name) for name in rows[0]]) if rows else []
    width = len(names)
    body = [([_tidy(cell) for cell in row] + [""] * width)[:width] for row in rows[1:]]
    columns = {name: _typed([row[place] for row in body]) for place, name in enumerate(names)}
    return pd.DataFrame(columns, columns=names)


def _typed(cells: Sequence[str]) -> Sequence[Any]:
    """Numbers, ``12,000`` as 12000, if every cell is one or empty; else texts. Codes such as ``007`` stay texts."""
    filled = [cell for cell in cells if cell]
    if not filled or not all(_NUMBER.fullmatch(cell) and re.search(r"\d", cell) for cell in filled):
        return [cell or None for cell in cells]
    plain = [cell.replace(",", "").replace("−", "-") for cell in cells]
    if all("." not in cell for cell in plain) and len(filled) == len(cells):
        return [int(cell) for cell in plain]
    return [float(cell) if cell else float("nan") for cell in plain]


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


def _distinct(names: Sequence[str]) -> list[str]:
    """Column names without repeats: a second ``Year`` becomes ``Year_2``, an empty one ``column_3``."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        name = name or f"column_{place}"
        count = sum(other == name or other.startswith(f"{name}_") for other in found)
        found.append(name if name not in found else f"{name}_{count + 1}")
    return found
