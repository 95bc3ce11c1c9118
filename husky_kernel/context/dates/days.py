"""The days that a question names: "on 5 May", "from 1 March to 31 March", "since 2031-06-30"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.tidy import dates as tidy_dates
from husky_kernel.tidy.months import ENGLISH, month

_MONTH = "|".join(ENGLISH)
_DAY = re.compile(
    r"\b(?:(?P<side>(?:on|at) or (?:before|after)|(?:no|not) (?:later|earlier) than|(?:later|earlier) than|"
    r"before|after|since|from|until|till) )?(?:the )?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b\.?(?:,? (?P<year>\d{{4}})\b)?"
    rf"|(?P<month_first>{_MONTH})\.? (?P<day_behind>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year_behind>\d{{4}})\b)?"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b)"
    r"(?P<end> (?:or|and) (?:later|after|afterwards|earlier|before)\b| onwards?\b)?"
)
SIDES = {"before": "<", "after": ">", "since": ">=", "from": ">=", "until": "<=", "till": "<="}
SIDES |= {"later than": ">", "earlier than": "<"}
"""How what is compared with a day, or with a year, stands to it."""


def _sign(side: str, end: str) -> str:
    """How a day is compared: "on or after" and "or later" take the day itself."""
    if end:
        return "<=" if re.search("earlier|before", end) else ">="
    if " or " in side or side.startswith(("no ", "not ")):
        later = ("after" in side) or ("earlier" in side)  # no earlier than is on or after
        return ">=" if later else "<="
    return SIDES.get(side, "==")


def has_days(asked: str) -> bool:
    """Whether a question in small letters names a day."""
    return _DAY.search(asked) is not None


class Day(NamedTuple):
    """``said``: the words of the question; ``side``: those before it that make it a limit, and how it is compared."""

    said: str
    side: str
    sign: str
    day: date


def asked_days(question: str, looked: Looked, table: str, column: str, dated: str) -> Iterator[str]:
    """Which rows are of the days that ``question`` names, ``dated`` being how the dates of ``table[column]`` are taken:
    of one day, from one on, or from the one of two to the other. A day without a year is of the only one that there is.
    """
    days = list(_days(question.lower(), looked, table, column))
    if len(days) == 1:
        said, _, sign, day = days[0]
        yield f"{said} is {dated}.dt.normalize() {sign} '{day}'"
    elif len(days) == 2 and days[0].day < days[1].day and days[1].side in ("", "until", "till"):
        between = f"{days[0].said} to {days[1].said.removeprefix(f'{days[1].side} ')}"
        yield f"{between} is {dated}.dt.normalize().between('{days[0].day}', '{days[1].day}')"


def _days(asked: str, looked: Looked, table: str, column: str) -> Iterator[Day]:
    years: Sequence[int] = ()
    for found in _DAY.finditer(asked):
        sign = _sign(found["side"] or "", found["end"] or "")
        if found["iso"]:
            yield Day(found[0], found["side"] or "", sign, date.fromisoformat(found["iso"]))
            continue
        if not (year := found["year"] or found["year_behind"]):
            years = years or _years(looked, table, column)
            year = years[0] if len(years) == 1 else 0
        number = month(found["month"] or found["month_first"])
        if year and number:
            day = date(int(year), number, int(found["day"] or found["day_behind"]))
            yield Day(found[0], found["side"] or "", sign, day)


def _years(looked: Looked, table: str, column: str) -> Sequence[int]:
    values = tidy_dates.read(looked.tables[table][column]).values.dropna()
    return sorted(map(int, values.dt.year.unique()))
