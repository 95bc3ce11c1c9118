"""The forms in which one date is written; which number is the day is decided elsewhere, by the whole column."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from husky_kernel.tidy.months import beside, month

_TIME = re.compile(
    r"(?:(?<=\d)T|[\s,]+(?:(?:at|um|à|às|kl\.?)\s+)?)(?P<h>\d{1,2})(?::(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d|60)(?:[.,](?P<f>\d{1,9}))?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:Uhr|h)?\s*(?P<zone>Z|UTC|GMT|(?:(?:UTC|GMT)?[-+]\d{2}:?(?:\d{2})?))?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})(\s*[-/.]\s*)(\d{1,2})(?:\2(\d{1,2}))?\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})(\s*[-/.]\s*| )(\d{1,2})\2(\d{4}|\d{2})\.?(?:\s?г\.?)?")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[-/.](\d{4})")
_EAST = re.compile(
    r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?\s*(?:\(?(?:星期|周)?[一-鿿가-힣]{1,3}\)?)?"
)
_COMPACT = re.compile(r"(1[6-9]\d\d|2[0-2]\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAY = 86_400_000_000


@dataclass(frozen=True)
class Written:
    """One date as it is written: year, month and day; or three numbers whose order is not known (``sign`` is set)."""

    numbers: tuple[int, int, int]
    sign: str = ""
    """What parts the numbers of a date whose order is not known."""
    short: bool = False
    """Whether the year has two digits."""
    time: int = 0
    """Microseconds since midnight."""
    offset: int | None = None
    """Minutes east of UTC, where they are written."""

    def moment(self, order: str = "ymd") -> int | None:
        """Microseconds since 1970 for an order such as ``dmy``, or ``None`` if there is no such day."""
        parts = dict(zip(order if self.sign else "ymd", self.numbers, strict=True))
        year = parts["y"]
        if self.short:
            year += 1900 if year >= 69 else 2000
        if year < 1000:
            return None
        try:
            day = datetime.date(year, parts["m"], parts["d"]).toordinal() - _EPOCH
        except ValueError:
            return None
        return day * _DAY + self.time - (self.offset or 0) * 60_000_000


def written(text: str) -> Written | None:
    """One date of a calendar, perhaps with a time of day, as it is written."""
    if not text[:1].isalnum() or len(text) > 60 or not any(map(str.isdigit, text)):
        return None
    date = _iso(text) or _date(text)
    if date is not None:
        return date
    for match in _TIME.finditer(text):
        if match.end() == len(text) and (match["m"] or match["half"]):
            clock, date = _clock(match), _date(text[: match.start()])
            if clock is not None and date is not None:
                return Written(date.numbers, date.sign, date.short, clock, _offset(match["zone"]))
    return None


def _iso(text: str) -> Written | None:
    """What most programs write: ``2024-05-13``, ``2024-05-13 08:30:00``."""
    if len(text) not in (10, 16, 19) or text[4] != "-" or text[7] != "-" or text[10:11] not in ("", " ", "T"):
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    clock = (moment.hour * 3600 + moment.minute * 60 + moment.second) * 1_000_000
    return Written((moment.year, moment.month, moment.day), time=clock) if moment.tzinfo is None else None


def _date(text: str) -> Written | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return Written((int(match[1]), int(match[3]), int(match[4] or 1)))
    if match := _YEAR_LAST.fullmatch(text):
        numbers = (int(match[1]), int(match[3]), int(match[4]))
        return Written(numbers, match[2].strip() or " ", len(match[4]) == 2)
    if match := _COMPACT.fullmatch(text) or _EAST.fullmatch(text):
        return Written((int(match[1]), int(match[2]), int(match[3] or 1)))
    if match := _MONTH_YEAR.fullmatch(text):
        return Written((int(match[2]), int(match[1]), 1))
    return None if text.isascii() and not any(map(str.isalpha, text)) else _named(text)


def _named(text: str) -> Written | None:
    """A date whose month is a name: ``5 May 2024``, ``May 5, 2024``, ``5. Mai 2024``, ``05-May-24``, ``May 2024``."""
    if re.search(r"[^\w\s.,،/'’-]|_", text):
        return None
    months, numbers, others = [], [], []
    for place, token in enumerate(_TOKEN.findall(text.lower())):
        if token.isdigit():
            numbers.append((place, token))
        elif (found := month(token)) is not None:
            months.append((place, found))
        else:
            others.append(token)
    if len(months) != 1 or not all(map(beside, others)):
        return None
    at, number = months[0]
    years = [token for _, token in numbers if len(token) == 4]
    days = [token for _, token in numbers if len(token) <= 2]
    if len(years) == 1 and len(days) == len(numbers) - 1 <= 1:
        return Written((int(years[0]), number, int(days[0]) if days else 1))
    if len(days) == len(numbers) == 2 and numbers[0][0] <= at + 1:
        return Written((int(days[1]), number, int(days[0])), short=True)
    return None


def _clock(match: re.Match[str]) -> int | None:
    hour, half = int(match["h"]), (match["half"] or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or (hour == 24 and (int(match["m"] or 0) or int(match["s"] or 0))):
        return None
    seconds = (hour * 60 + int(match["m"] or 0)) * 60 + int(match["s"] or 0)
    return seconds * 1_000_000 + int((match["f"] or "0")[:6].ljust(6, "0"))


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    digits = re.sub(r"[^\d]", "", zone)
    minutes = int(digits[:2] or 0) * 60 + int(digits[2:] or 0)
    return -minutes if "-" in zone else minutes
