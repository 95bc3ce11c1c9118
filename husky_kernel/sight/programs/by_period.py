"""Whether a program puts together the months, say, that a question asks by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation
from husky_kernel.sight.answers.periods_asked import periods_of
from husky_kernel.syntax import parsed

_BY = re.compile(r"\b(?:per|each|every|by) (?:single |calendar )?(month|quarter|year|week)\b")
_TAKEN = {
    "month": r"month|to_period|resample|Grouper|strftime|['\"]M[ES]?['\"]|str\[|slice",
    "quarter": r"quarter|to_period|resample|Grouper|['\"]Q|month",
    "year": r"year|to_period|resample|Grouper|strftime|['\"][YA]|str\[|slice|decade",
    "week": r"week|to_period|resample|Grouper|isocalendar|strftime|['\"]W",
}


def by_period(asked: Expectation, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where ``program`` groups and nothing in it takes the period, unless a column is by it already."""
    units = [unit for unit in (*_BY.findall(asked.question.lower()), *periods_of(asked, tables)) if unit in _TAKEN]
    if not units or "groupby" not in program or parsed(program) is None:
        return
    unit = units[0]
    columns = {str(column).lower() for table in tables.values() for column in getattr(table, "columns", ())}
    if any(unit in column for column in columns) or re.search(_TAKEN[unit], program):
        return
    yield f"per {unit} is asked for: the program puts no {unit}s together, .dt.to_period('{unit[0].upper()}') does"
