"""The part of a date that a question asks for or by: which column has it, and how it is taken of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from husky_kernel.context.dates.dated import Dates, dates_of, in_tables, likeliest, meant
from husky_kernel.context.dates.days import asked_days, has_days
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.numerals import WORDS, number_of
from husky_kernel.sight.answers.periods_asked import ADVERBS, begins_name
from husky_kernel.tidy import dates as tidy_dates
from husky_kernel.tidy.months import ENGLISH, month

_PARTS: Mapping[str, str] = {
    r"(?:day of the week|weekdays?)": ".dt.day_name()",
    r"weekends?": ".dt.day_of_week >= 5",
    r"(?:each|every|per|by|which|what) (?:single )?years?|yearly|annual": ".dt.year",
    r"(?:each|every|per|by) (?:single )?months?|monthly": ".dt.to_period('M')",
    r"(?:each|every|per|by) (?:single )?quarters?|quarterly": ".dt.to_period('Q')",
    r"(?:each|every|per|by) (?:single )?(?:calendar )?weeks?|weekly": ".dt.to_period('W')",
    r"(?:each|every|per|by|which|what) decades?": ".dt.year // 10 * 10",
    r"hours? of the day|(?:by|which|what) hours?": ".dt.hour",
    r"(?:each|every|per) hours?(?! of)|hourly": ".dt.floor('h')",
    r"(?:each|every|per|by) (?:single )?(?:day|date)s?|daily": ".dt.date",
}
_NAME = rf"({'|'.join(ENGLISH)})"
_OF_YEAR = r"\b(?:,? (?:of )?((?:19|20)\d\d))?"
_MONTH = re.compile(rf"\b(?:in|of|for|during|and|or|with|to|from) {_NAME}{_OF_YEAR}")
_SIDED = re.compile(rf"\b(before|after|since|until|till) (?:the end of )?{_NAME}{_OF_YEAR}(?! ?\d)")
_MONTHS = re.compile(rf"\b(?:(?:from )?{_NAME} (?:to|until|till|through|up to) |between {_NAME} and ){_NAME}{_OF_YEAR}")
_ADVERBS = {word: f"per {unit}" for word, unit in {**ADVERBS, "annual": "year"}.items()}
"""How these are told: else a model takes the word for a variable."""

OF_THE = re.compile(r" of the (?:day|week|month|year)\b")
"""What says which hour or day is meant, and names no column."""

_YEAR = re.compile(r"\b(in|of|for|during|from|before|after|since) ((?:19|20)\d\d)\b(?!-)")
_ORDINALS = ["first", "second", "third", "fourth"]
_QUARTER = re.compile(
    rf"\b(?:q(?=[1-4])|(?=(?:{'|'.join(_ORDINALS)}) quarter))"
    rf"([1-4]|{'|'.join(_ORDINALS)})(?: quarter)?(?: of|,)? ((?:19|20)\d\d)\b"
)
_SIDES = {"before": "<", "after": ">", "since": ">=", "until": "<=", "till": "<="}


def asked_parts(
    question: str, looked: Looked, full: Sequence[str], known: Collection[str] = (), begun: Sequence[str] = ()
) -> Iterator[str]:
    """How each part of a date that ``question`` speaks of is taken: "per year is tidy.date(t['sold']).dt.year". Of the
    tables told in ``full``, where one column alone has dates, or one alone is named. What is ``known``, by a word, is
    left out, as is what a column is called: of the tables that a program has ``begun`` with, if any.
    """
    asked = question.lower()
    tables = [looked.tables[name] for name in begun or full]
    own = {stem(str(column)) for table in tables for column in getattr(table, "columns", ())}
    own |= {*known}
    matches = [(re.search(rf"\b(?:{pattern})\b", asked), taken) for pattern, taken in _PARTS.items()]
    found = [(match[0], taken) for match, taken in matches if match and not own & {*map(stem, match[0].split())}]
    found = [each for each in found if not begins_name(each[0], asked, tables)]
    days = has_days(asked)
    span = None if days or _COMPARED.search(asked) else _MONTHS.search(asked)
    months = [] if days or span else _MONTH.findall(asked)
    sided = [] if days or span else _SIDED.findall(asked)
    months = [] if sided else months  # "until the end of May"
    quarters = _QUARTER.findall(asked)
    years = [] if days or months or sided or span or quarters or "year" in own else _YEAR.findall(asked)
    wanted = found or months or sided or years or days or quarters or span
    there = (in_tables(looked, begun) or in_tables(looked, full)) if wanted else []
    named = OF_THE.sub("", asked)
    dated = likeliest(named, looked, there)
    if not dated:
        return
    one = next(each for each in there if each.call == dated)
    zone = "" if dated.startswith("tidy.") else asked_zone(question, looked, one.table, one.column)
    dated += f".dt.tz_convert({zone!r})" if zone else ""
    yield from asked_days(question, looked, one.table, one.column, dated) if days else ()
    yield from (f"{_ADVERBS.get(words, words)} is {dated}{taken}" for words, taken in found[:2])
    for quarter, year in quarters[:2]:
        place = int(quarter) if quarter.isdigit() else _ORDINALS.index(quarter) + 1
        yield f"quarter {place} of {year} is {dated}.dt.to_period('Q') == '{year}Q{place}'"
    if span and (months_taken := _within(dated, span[1] or span[2], span[3], span[4])):
        yield f"{span[0]} is {months_taken}"
    for name, year in months[:2]:
        number = month(name)
        taken = f".dt.to_period('M') == '{year}-{number:02}'" if year else f".dt.month == {number}"
        yield f"{name.title()} is {dated}{taken}"
    for side, name, year in sided[:1]:
        if year or _in_one_year(looked, one):
            when = f".dt.to_period('M') {_SIDES[side]} '{year}-{month(name):02}'" if year else ""
            yield f"{side} {name} is {dated}{when or f'.dt.month {_SIDES[side]} {month(name)}'}"
    for side, year in years[:1]:
        sign = _SIDES.get(side, "==")
        if sign in ("<", ">") and re.search(rf"\bor {side} {year}\b", asked):  # in or after 2020
            sign += "="
        yield f"{f'{side} ' if side in _SIDES else ''}{year} is {dated}.dt.year {sign} {year}"


def _in_one_year(looked: Looked, one: Dates) -> bool:
    """Whether a column has dates of one year alone, so that a month needs none."""
    return bool(tidy_dates.read(looked.tables[one.table][one.column]).values.dropna().dt.year.nunique() == 1)


def _within(dated: str, begin: str, end: str, year: str | None) -> str:
    """The condition for the months from one to the other; over the end of a year those of every year, and none where
    one year is named: which of the two it is nobody says.
    """
    first, last = month(begin) or 1, month(end) or 12
    if first > last:
        return "" if year else f"{dated}.dt.month.isin({[*range(first, 13), *range(1, last + 1)]})"
    months = f"{dated}.dt.month.between({first}, {last})"
    return f"({dated}.dt.year == {year}) & {months}" if year else months


_ENDS = re.compile(
    r"\b(?:first|earliest|oldest)\b(?: [^\W\d_]+){0,2} (?:and|to|until) (?:the )?(?:last|latest|newest|most recent)\b"
)


_COMPARED = re.compile(r"\b(?:per ?cent|how much|gr[eo]w\w*|r[io]se\w*|increas\w+|fell|falls?|declin\w+|chang\w+)\b|%")
"""Words of whoever asks how amounts differ, not how long it is."""


def asked_extent(question: str, looked: Looked, full: Sequence[str]) -> Iterator[str]:
    """How long it is from the first date to the last, where a question asks for that of one column of dates."""
    if not _ENDS.search(question.lower()) or _COMPARED.search(question.lower()):
        return
    if dated := meant(question.lower(), in_tables(looked, full[:1])):
        yield f"from the first to the last is {dated}.max() - {dated}.min()"


_NAMED = {"noon": 12, "midday": 12, "midnight": 0}
_CLOCK = re.compile(
    rf"\b(?P<side>before|until|till|after|from|since) "
    rf"(?:(?P<named>{'|'.join(_NAMED)})|(?P<hour>\d{{1,2}}|{'|'.join(WORDS)})(?P<full>:00)?(?!:?\d)"
    r"(?:(?P<clock> o'clock)| ?(?P<half>[ap])\.?m\b\.?)?(?: (?:in the|at) (?P<day>morning|afternoon|evening|night))?)"
)


_OF_DAY = re.compile(r"(?i)^\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?$|^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$")
"""A time of day without a date."""


def asked_clock(question: str, looked: Looked, full: Sequence[str]) -> Iterator[str]:
    """How a time of day is told apart: "after 8 pm is tidy.date(t['sold']).dt.hour >= 20"."""
    found = _CLOCK.search(question.lower())
    if found is None or (found["hour"] and not any(found[part] for part in ("full", "clock", "half", "day"))):
        return
    timed = [each for each in in_tables(looked, full) if _has_hours(looked.tables[each.table][each.column])]
    sign = "<" if found["side"] in ("before", "until", "till") else ">="
    if dated := meant(question.lower(), timed):
        yield f"{found[0].strip()} is {dated}.dt.hour {sign} {_hour(found)}"
        return
    times = [
        f"tidy.duration({name}[{column!r}])"
        for name in full[:1]
        for column, _ in looked.columns(name)
        if any(_OF_DAY.search(example) for example in looked.kind(name, column).examples)
    ]
    if len(times) == 1:
        yield f"{found[0].strip()} is {times[0]} {sign} pd.Timedelta(hours={_hour(found)})"


_ZONE = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)?|UTC) time\b")


def asked_zone(question: str, looked: Looked, name: str, column: str) -> str:
    """The zone that a question names, "Lima time", where the times of a column are known with one; empty for none."""
    found = _ZONE.search(question)
    place = found[1].replace(" ", "_") if found else ""
    zones = [zone for zone in available_timezones() if place and zone.rpartition("/")[2] == place]
    aware = zones and getattr(tidy_dates.read(looked.tables[name][column].head(500)).values.dtype, "tz", None)
    return min(zones, key=lambda zone: (zone.startswith("Etc"), zone)) if aware else ""


def _hour(found: re.Match[str]) -> int:
    if found["named"]:
        return _NAMED[found["named"]]
    hour = number_of(found["hour"])
    late = found["half"] == "p" or found["day"] in ("afternoon", "evening") or (found["day"] == "night" and hour > 5)
    if hour == 12:
        return 0 if found["half"] == "a" else 12
    return hour + 12 if late and hour < 12 else hour


def _has_hours(column: Any) -> bool:
    values = tidy_dates.read(column.head(500)).values
    return bool((values.dropna().dt.hour != 0).any())


_DATED = re.compile(
    rf"\b(?:{'|'.join(_PARTS)}|(?:which|what) (?:date|day|month|week|hour|quarter)s?|weekends?|"
    r"(?:days?|weeks?|months?|years?|quarters?|hours?) (?:had|has|with|before|after)|(?:last|first|next|previous) "
    r"(?:day|week|month|quarter|year)|(?:their|its|each|every) (?:latest|last|first|earliest|most recent)|"
    r"first(?: [^\W\d_]+){0,2} (?:and|to|until) (?:the )?last|"
    r"over (?:the )?(?:time|days|weeks|months|years)|develop\w*|trends?|"
    r"earliest|latest|newest|oldest|most recent|since|until|seasons?)\b"
)
"""Words of whoever goes by dates."""


def asked_dates(question: str, looked: Looked, name: str) -> str:
    """The column of dates as texts of a table that a question goes by, where one alone is meant; empty for none."""
    asked = question.lower()
    spoken_of = (_DATED, _MONTH, _SIDED, _YEAR, _CLOCK, _QUARTER)
    by_dates = any(words.search(asked) for words in spoken_of) or has_days(asked)
    if not by_dates and not _ZONE.search(question):
        return ""
    dates = list(dates_of(looked, name))
    call = likeliest(asked, looked, dates)
    return next((each.column for each in dates if each.call == call and call.startswith("tidy.")), "")
