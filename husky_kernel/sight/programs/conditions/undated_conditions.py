"""Dates that a question limits itself to, and that its program does not look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from husky_kernel.syntax import parsed

_TOLD = re.compile(r"^(?:Part|Value): (?P<said>(?:[^\n](?! is ))+.) is (?P<how>[^\n]*)$", re.MULTILINE)
_LIMITS = re.compile(r"\.between\('\d{4}-|(?:==|<=?|>=?) (?:'\d{4}-|pd\.Timestamp\()|\.dt\.year == \d")
_COLUMN = re.compile(r"\['([^'\]]+)'\]|\.index\b")


_DATED = re.compile(r"\.dt\b|\.index\.\w|\.between\(|Timestamp|to_datetime|\.query\(|strptime|date\(")


def _compares(program: str, column: str) -> bool:
    """Whether a program compares a column, or takes something of its dates."""
    compared = rf"{re.escape(column)}['\"]?\]?\s*(?:[<>]|[=!]=)"
    return column in program and bool(_DATED.search(program) or re.search(compared, program))


def undated_conditions(context: str, program: str) -> Iterator[str]:
    """What is told where ``context`` says how the dates of a question are selected and ``program`` neither compares
    their column nor names a year.
    """
    if parsed(program) is None:
        return
    for told in _TOLD.finditer(context):
        how = told["how"]
        columns = [name or "index" for name in _COLUMN.findall(how)]
        if not _LIMITS.search(how) or not columns:
            continue
        years = re.findall(r"\d{4}", how)
        if not (any(year in program for year in years) or any(_compares(program, name) for name in columns)):
            yield f"the question takes only {told['said']}, the program makes no condition of `{columns[0]}`: {how}"
            return
