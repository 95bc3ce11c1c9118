"""One spelling for values that differ only by case and blanks."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Literal

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import as_series, column_of, of_tables
from husky_kernel.tidy.words import is_missing, missing_among

Case = Literal["title", "lower", "upper", "common"]


@of_tables
def text(s: Any, case: Case = "title") -> pd.Series[Any]:
    """Give values that differ only by case and blanks one spelling.

    Blanks around a value go, and those inside become one. Words for missing become missing.

    Parameters
    ----------
    s : Series, list or array
        The column.
    case : {"title", "lower", "upper", "common"}
        ``title`` (default) writes the first letter of each word large and the others small. A word that is spelled in
        one way only keeps its capitals if it is an abbreviation (up to three capitals: ``USA``) or has capitals inside
        (``McKay``). ``common`` takes the most frequent spelling of each value.

    Returns
    -------
    Series of str
        Values that are no texts stay as they are.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.text(["North", "north ", "NORTH", "new  york"]).tolist()
    ['North', 'North', 'North', 'New York']
    >>> tidy.text(["South ", "south", "south"], case="common").tolist()
    ['south', 'south', 'south']
    >>> tidy.text(["USA", "o'neil"]).tolist()
    ['USA', "O'neil"]
    """
    series = as_series(s, "text")
    column = column_of(series)
    counts = column.counts
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    tidied = [squeezed(value) if isinstance(value, str) else value for value in column.values]
    for place, value in enumerate(tidied):
        if isinstance(value, str):
            spellings = groups[value.casefold()]
            spellings[value] = spellings.get(value, 0) + int(counts[place])
    chosen = {key: _spelling(spellings, case) for key, spellings in groups.items()}
    missing = missing_among(tidied)
    read = [
        (None if missing(value) else chosen[value.casefold()]) if isinstance(value, str) else value for value in tidied
    ]
    values = np.array([*read, None], dtype=object)[column.codes]
    texts = all(isinstance(value, str | None) for value in read)
    return pd.Series(values, series.index, None if texts else object, series.name)


def squeezed(value: str) -> str:
    """A text without blanks around it, and with single blanks inside."""
    return " ".join(value.split())


def spellings(series: pd.Series[Any]) -> list[tuple[str, ...]]:
    """The spellings of values that differ only by case and blanks, most frequent first, where there are several."""
    counts = series.value_counts()
    groups: dict[str, list[str]] = defaultdict(list)
    for value in counts.index:
        if isinstance(value, str) and not is_missing(value):
            groups[squeezed(value).casefold()].append(value)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _spelling(spellings: dict[str, int], case: Case) -> str:
    if case == "common":
        return max(spellings, key=lambda spelling: spellings[spelling])
    first = next(iter(spellings))
    if case == "lower":
        return first.lower()
    if case == "upper":
        return first.upper()
    return re.sub(r"[^\W_]+(?:'[^\W_]+)*", lambda word: _titled(word.group(), len(spellings) == 1), first)


def _titled(word: str, only: bool) -> str:
    keeps = only and ((word.isupper() and 1 < len(word) <= 3) or (not word.isupper() and not word[1:].islower()))
    return word if keeps and word[1:] != word[1:].lower() else word[:1].upper() + word[1:].lower()
