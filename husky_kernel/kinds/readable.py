"""Columns of texts that a helper reads: dates, spans of time, amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.sample import ENOUGH, Sample
from husky_kernel.tidy import dates, durations, numbers
from husky_kernel.tidy.absences import sentinels
from husky_kernel.tidy.reading import Reading

WORDS = 2
"""So many different words may stand where a value is not known."""

MOST = 0.6
"""The share of the values that must fit beside them."""

DIFFERENT = 3
"""So many times more values than such words are different."""

_LIMIT = re.compile(r"[<>≤≥] ?\d[\d.,]*(?: ?[^\W\d]{1,3}(?:/[^\W\d]{1,3})?)?")
"""What a measurement is below or above where its value is not known."""

_NAME = re.compile(r"\d{1,3} ?([^\W\d_])")
_UNITS = frozenset("bghklmstw")
"""Letters that are units or sizes: in a column that has but these they are."""

_DOUBTS = {
    "decimal=": "thousands or decimals is not clear",
    "order=": "in which order is not clear",
    "unit=": "hours or minutes first is not clear",
    "both day": "some day/month and some month/day",
    "both '.'": "some with ',' and some with '.' for decimals",
    "part three": "thousands or decimals is not clear",
    "have no offset": "some without an offset",
    "have no": "some without a unit",
    "for a unit": "metres or millions is not clear",
    "digits": "some with too many digits for a number",
}


def read_kinds(found: Sample, dtype: str) -> Iterator[Kind]:
    """The kinds that a helper reads, tried on a few values first."""
    part = found.part(40)
    if not any(map(str.isdigit, "".join(part))) or _are_names(found.texts):
        return
    for reader, tell in ((_dates, _date_kind), (_durations, _duration_kind), (numbers.read, _number_kind)):
        try:
            if reader(pd.Series(part, dtype=object)).unread <= 0.5 * len(part):
                kind = tell(reader(pd.Series(found.texts, dtype=object)), found, dtype)
                if kind is not None:
                    yield kind
        except ValueError as error:
            yield _mixed(str(error), dtype)


def _are_names(texts: list[str]) -> bool:
    """Whether all are a short number and a letter, as names of forms and of seats are: 7a, 8 B."""
    found = [_NAME.fullmatch(text) for text in texts]
    letters = {match[1].casefold() for match in found if match}
    return all(found) and len(letters) > 1 and not letters <= _UNITS


def _dates(texts: pd.Series[str]) -> Reading:
    """Dates of a calendar; counted days only beside them."""
    bare = texts.map(lambda text: text.replace(".", "").isdigit() and (len(text) != 8 or "." in text[:-4]))
    bare &= ~texts.str.contains(r"^\d{1,2}\.\d{1,2}\.\d{2,4}$")
    return dates.read(texts.mask(bare, "no date") if bare.mean() > 0.5 else texts)


def _durations(texts: pd.Series[str]) -> Reading:
    """Spans of time; ``5 m`` is five metres as well."""
    metres = texts.str.fullmatch(r"[\d.,]+\s*m").all()
    return durations.read(texts.str.replace("m", "metres") if metres else texts)


def _date_kind(reading: Reading, found: Sample, dtype: str) -> Kind | None:
    rest = _rest(reading, found)
    if rest is None:
        return None
    order = f" {reading.note}" if reading.note not in ("", "serial") else ""
    example = "" if order and not reading.doubt else f" like {_fitting(reading, found)[0]!r}"
    return Kind("dates", "tidy.date", f"{dtype}, dates{order}{example}{_doubt(reading)}: tidy.date{rest}")


def _number_kind(reading: Reading, found: Sample, dtype: str) -> Kind | None:
    rest = _rest(reading, found)
    if rest is None:
        return None
    odd = sentinels(reading.values.repeat(found.counts))
    read = [text for text in _fitting(reading, found) if text not in {f"{number:g}" for number in odd}]
    example = next((text for text in read if not text.isdigit()), read[0])
    name = "percent" if reading.note == "%" else "amounts"
    if odd:
        rest += f"; {odd[0]:g} seems to mean missing: tidy.missing"
    return Kind(name, "tidy.number", f"{dtype}, {name} like {example!r}{_doubt(reading)}: tidy.number{rest}")


def _duration_kind(reading: Reading, found: Sample, dtype: str) -> Kind | None:
    rest = _rest(reading, found)
    if rest is None:
        return None
    example = _fitting(reading, found)[0]
    return Kind(
        "durations", "tidy.duration", f"{dtype}, times or spans like {example!r}{_doubt(reading)}: tidy.duration{rest}"
    )


def _doubt(reading: Reading) -> str:
    """The short form of what :class:`tidy.Ambiguous` says of the column."""
    return next((f", {short}" for mark, short in _DOUBTS.items() if mark in reading.doubt), "")


def _fitting(reading: Reading, found: Sample) -> list[str]:
    """The values that were read."""
    return [text for text, missing in zip(found.texts, reading.values.isna(), strict=True) if not missing]


def _rest(reading: Reading, found: Sample) -> str | None:
    """What is said of values that do not fit, or ``None`` if they are too many: only a word or two that stand in the
    place of a value, as "open" does of an amount and "DNF" of a time, may be many, and so may limits like "<0.5".
    """
    unfit = [place for place, value in enumerate(reading.values.isna()) if value]
    rows = sum(found.counts[place] for place in unfit)
    words = {found.texts[place].casefold() for place in unfit if not _LIMIT.fullmatch(found.texts[place].strip())}
    stands_in = len(words) <= WORDS and len(found.texts) > DIFFERENT * len(unfit) and all(map(_is_word, words))
    if rows > (1 - (MOST if stands_in else ENOUGH)) * found.rows:
        return None
    return f"; {found.told(rows)} not, like {found.texts[unfit[0]][:20]!r}" if unfit else ""


def _is_word(text: str) -> bool:
    return text.replace(" ", "").replace(".", "").isalpha()


def _mixed(message: str, dtype: str) -> Kind:
    """Amounts in several units, with the one to which they can be brought."""
    units, _, how = message.partition("units: ")[2].partition(". ")
    target = how.partition("unit=")[2].rstrip(".")
    told = f"{dtype}, amounts in several units like {units}"
    if not target:
        return Kind("mixed", "", told)
    return Kind("amounts", "tidy.number", f"{told}: tidy.number(…, unit={target})")
