"""Columns that are periods, a table with a column for each month or year, of which a question asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.tidy.months import month

LEAST = 3
"""Fewer columns are chance."""

_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?")
_KINDS: Mapping[str, Callable[[str], bool]] = {
    "month": lambda name: month(name.casefold().rstrip(".")) is not None,
    "year": lambda name: re.fullmatch(r"(?:19|20)\d\d", name) is not None,
    "quarter": lambda name: re.fullmatch(r"(?i)(?:(?:19|20)\d\d)?[ _-]?q[1-4]", name) is not None,
    "weekday": lambda name: _WEEKDAY.fullmatch(name.casefold()) is not None,
    "week": lambda name: re.fullmatch(r"(?i)(?:week|wk|w|kw)[ _-]?\d{1,2}", name) is not None,
}


def asked_across(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Which columns the periods are that the question speaks of: "the months are rain[['Jan', 'Feb', 'Mar']]"."""
    asked = question.lower()
    for name in names:
        columns = [column for column, _ in looked.columns(name)]
        for period, fits in _KINDS.items():
            found = [column for column in columns if fits(column)]
            if len(found) >= LEAST and re.search(rf"\b{period}s?\b", asked):
                held = f"{name_of(name, lines)}.loc[:, {found[0]!r}:{found[-1]!r}]"
                between = columns[columns.index(found[0]) : columns.index(found[-1]) + 1]
                held = held if between == found else f"{name_of(name, lines)}[{found!r}]"
                yield f"the {period}s are the columns {held}, .sum() adds up each"
                return
