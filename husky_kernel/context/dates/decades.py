"""Decades of years that stand as numbers, read or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.tidy import numbers as tidy_numbers

_ASKED = re.compile(r"\b(?:(?:each|every|per|by|which|what|the) )?decades?\b")
_YEARS = (1000, 2200)

SAMPLE = 500
"""Rows that are looked at."""


def asked_decades(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How the decade is taken of the one column of years that the question names; ``lines`` are those that a program
    begins with.
    """
    found = _ASKED.search(question.lower())
    if found is None:
        return
    words = {*map(deed, spoken(question))}
    for name in names:
        years = [column for column, _ in looked.columns(name) if _holds_years(looked, name, column)]
        meant = [column for column in years if deed(stem(column)) in words] or years
        if len(meant) != 1:
            continue
        read = any(f"{meant[0]}=tidy.number(" in line for line in lines)
        values = f"{name_of(name, lines)}[{quoted(meant[0])}]"
        text = looked.kind(name, meant[0]).how == "tidy.number" and not read
        yield f"{found[0]} is {f'tidy.number({values})' if text else values} // 10 * 10"
        return


def _holds_years(looked: Looked, name: str, column: str) -> bool:
    kind, values = looked.kind(name, column), looked.tables[name][column].head(SAMPLE)
    if kind.units or (values.dtype.kind not in "iuf" and kind.how != "tidy.number"):
        return False
    known = tidy_numbers.read(values).values.dropna()
    return len(known) > 1 and bool(known.between(*_YEARS).all() and (known % 1 == 0).all() and known.nunique() > 1)
