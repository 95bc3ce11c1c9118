"""Whether two programs came to the same: values of any kind, however they are laid out."""

from __future__ import annotations

import math
import numbers
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

NEAR = 1e-6
"""How far two numbers may be apart, as a share of them; more where both are rounded to the same places."""

MOST = 5000
"""Cells that are compared; beyond, only how many there are."""


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same: the same numbers, and the same words beside them.

    The order of rows and columns does not count, nor does whether a number stands alone or in a table of one cell.
    A table may have words, or whole columns, that the other of as many rows leaves out.
    """
    try:
        cells = [list(compared(value)) for value in (one, other)]
        return _alike(*cells) or (_rows(one) == _rows(other) and _within(*sorted(cells, key=len)))
    except Exception:  # values of a strange kind
        return False


def _alike(one: list[Any], other: list[Any]) -> bool:
    if len(one) >= MOST or len(other) >= MOST:
        return len(one) == len(other)
    first, second = (sorted(cell for cell in cells if isinstance(cell, float)) for cells in (one, other))
    if len(first) != len(second) and len(first) < len(one) and len(second) < len(other):  # groups of none are left out
        first, second = ([cell for cell in cells if cell] for cells in (first, second))
    if len(first) != len(second) or not all(map(_near, first, second)):
        return False
    words, others = (Counter(cell for cell in cells if isinstance(cell, str)) for cells in (one, other))
    return words == others or (bool(first) and (words <= others or others <= words))


def _rows(value: Any) -> int:
    """Rows of a table, one for a text, which may name a row; a number for all else that differs for each."""
    return 1 if isinstance(value, str) else len(value) if hasattr(value, "iloc") else -id(value)


def _within(few: list[Any], many: list[Any]) -> bool:
    """Whether all cells of a table are in another one that has columns besides."""
    return bool(few) and Counter(map(_rounded, few)) <= Counter(map(_rounded, many))


def _rounded(cell: float | str) -> float | str:
    return float(f"{cell:.9g}") if isinstance(cell, float) else cell


def _near(one: float, other: float) -> bool:
    if one.is_integer() and other.is_integer():
        return one == other
    places = max(_places(one), _places(other)) if min(_places(one), _places(other)) <= 3 else 0
    rounded = any(math.isclose(one, round(other, n)) or math.isclose(other, round(one, n)) for n in range(1, 4))
    return math.isclose(one, other, rel_tol=NEAR, abs_tol=1e-9) or (places > 0 and rounded)


def _places(number: float) -> int:
    return len(repr(number).partition(".")[2]) if "e" not in repr(number) else 17


def compared(value: Any) -> Iterator[float | str]:
    """The numbers and words by which a value is compared; labels of rows count, mere numbers of rows do not."""
    if hasattr(value, "to_pandas") and not hasattr(value, "iloc"):
        value = value.to_pandas()
    if hasattr(value, "iloc"):
        table = value.to_frame() if not hasattr(value, "columns") else value
        plain = type(table.index).__name__ == "RangeIndex"
        table = table.iloc[: MOST // max(len(table.columns), 1)]
        rows = table.itertuples(index=not plain, name=None)
        yield from (cell for row in rows for part in row for cell in compared(part))
    elif isinstance(value, Mapping):
        yield from (cell for pair in value.items() for part in pair for cell in compared(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (cell for part in value for cell in compared(part))
    elif hasattr(value, "tolist") and getattr(value, "ndim", None):
        yield from compared(value.tolist())
    elif isinstance(value, numbers.Number) and not isinstance(value, bool | complex):
        number = float(value)  # type: ignore[arg-type]
        if not math.isnan(number):
            yield number
    elif value is not None and str(value) not in ("nan", "NaT", "<NA>"):
        yield str(value).strip().casefold()
