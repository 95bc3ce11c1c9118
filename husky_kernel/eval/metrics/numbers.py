r"""Numbers in texts, and when a text gives the right one: the repaired metric of the sets with a number as answer.

Read are signs (``-5``, ``−5``, ``minus 5``), thousands separators (``1 000`` too), decimals, powers of ten (``1.5e3``,
``1.5 \times 10^3``), fractions (``3/4``, ``1 1/2``, ``\frac{3}{4}``), percent, "million", currency signs, and small
numbers in words where the text has no digits.

Which number counts: the one that is stated (boxed, or after "answer is"; of a calculation what follows its last
``=``), else the last one of the text. So "3 boys and 18" gives 18.

Which numbers are the same: two whole numbers only if they are equal. Otherwise within 1e-3 (relative below 1), or when
one is the other rounded to at least three digits. ``30%`` is 30, as a percent sign is a unit; where a set's references
write shares in both ways, also 0.3 (``shares``). A list's dash is no sign.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from husky_kernel.agent.decisions.spelled import spelled_number
from husky_kernel.eval.metrics.statement import stated, without_bullets, without_emphasis

TOLERANCE = 1e-3
NOISE = 1e-12
"""Relative error that floats gather on different ways to one value."""
DIGITS = 3
"""So many digits a rounded number must have to count as the number it was rounded from."""

_SCALES = {"thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12}
_CORE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
_PATTERN = re.compile(
    rf"(?<![A-Za-z_\d.])(?P<sign>(?<![\w)\]}}])(?<![\d)\]}}]\s)[-+]\s?)?"
    rf"(?:(?P<whole>\d+)\s+(?=\d+\s?/\s?\d))?(?P<core>{_CORE})(?P<power>[eE][-+]?\d+(?!\w))?"
    rf"(?:\s?/\s?(?P<under>\d[\d,]*(?:\.\d+)?)(?!\s?/))?"
    rf"\s*(?P<percent>%|percent\b|per cent\b)?(?:(?P<scale>{'|'.join(_SCALES)})s?\b)?",
    re.ASCII,
)
_FRACTION = re.compile(r"\\[dtc]?frac\s*(?:\{\s*(-?[\d.,]+)\s*\}|(\d))\s*(?:\{\s*([\d.,]+)\s*\}|(\d))")
_TEN = re.compile(r"(?<=\d)\s*(?:x|×|\*|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*[{(]?\s*([-+]?\d+)\s*[})]?")
_REPLACED = (
    (re.compile(r"[−–—](?=\s?[$€£]?\s?[\d.\\])"), "-"),
    (re.compile(r"\\?[$€£¥]"), ""),
    (re.compile(r"\{,\}|,\\!|\\,(?=\d{3})"), ","),
    (re.compile(r"\\(?:text|mathrm|mbox)\s*\{([^{}]*)\}"), r" \1"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"(?i)\b(?:minus|negative)\s+(?=\.?\d)"), "-"),
    (_TEN, r"e\1"),
    (re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))"), ""),
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written. ``places``: decimals (None for a fraction); ``digits``: the significant ones.

    ``exact``: the value without the error of a float, where it was written out.
    """

    value: float
    places: int | None = None
    digits: int = 0
    percent: bool = False
    scale: int = 0
    unit: str = ""
    exact: Fraction | None = None

    @property
    def whole(self) -> bool:
        """Whether it was written without decimals."""
        return self.places is not None and self.places <= 0


def read_numbers(text: str) -> list[Number]:
    """All numbers of a text, in order."""
    for pattern, new in _REPLACED:
        text = pattern.sub(new, text)
    if len(groups := _SPACED.findall(text)) == 1 and not re.search(r"\d", text.replace(groups[0], "")):
        text = text.replace(groups[0], groups[0].replace(" ", ""))  # beside other numbers it may be several
    text = _FRACTION.sub(lambda m: f" {m[1] or m[2]}/{m[3] or m[4]} ", text).replace("- ", "-", 1)
    return [number for match in _PATTERN.finditer(text) if (number := _number(match, text)) is not None]


def final_number(text: str) -> Number | None:
    """The number a text gives as its answer, by the rule above; None where there is none."""
    text = without_bullets(without_emphasis(text))
    if said := stated(text):
        shown = said.rsplit("=", 1)[-1] if "=" in said else said
        if found := read_numbers(shown):
            return found[0]
    found = read_numbers(text)
    return found[-1] if found else spelled(text)


def spelled(text: str) -> Number | None:
    """The last number of a text that is written in words, such as "twenty-one"."""
    value = spelled_number(text)
    return None if value is None else written(str(value))


def single_number(text: str) -> Number | None:
    """The number that is the whole text but for currency signs and one or two words of unit; None if it is not one."""
    found = read_numbers(text)
    rest = re.sub(r"[^A-Za-z]+", " ", re.sub(r"\\[a-z]+", " ", text)).split()
    return found[0] if len(found) == 1 and len(rest) <= 2 and re.match(r"[^A-Za-z]*\d", text) else None


def gives_number(text: str, answer: str, *, exact: bool = False, rounded: bool = False, shares: bool = False) -> bool:
    """Whether a text gives the number ``answer``; a unit it adds may not be another one than the answer's."""
    said, meant = final_number(text), final_number(answer)
    if said is None or meant is None or (meant.unit and said.unit and not _same_unit(said.unit, meant.unit)):
        return False
    return same_number(said, meant, exact=exact, rounded=rounded, shares=shares)


def same_number(
    said: Number, meant: Number, *, exact: bool = False, rounded: bool = False, shares: bool = False
) -> bool:
    """Whether two numbers are the same, by the rule above.

    Parameters
    ----------
    exact
        The answer is exact: a decimal must be given in full, only a fraction may be given as a rounded decimal.
    rounded
        The answer itself may have been rounded, to however few digits.
    shares
        A percentage may also be given as the share that it is.
    """
    if said.percent and meant.percent:
        return _close(said.value, meant.value, said, meant, exact, rounded)
    pairs = ((one, other) for one in _readings(said, shares) for other in _readings(meant, shares))
    return any(_close(one, other, said, meant, exact, rounded) for one, other in pairs)


def _readings(number: Number, shares: bool) -> Iterator[float]:
    yield number.value
    if number.percent and shares:
        yield number.value / 100
    if number.scale:
        yield number.value * 10**number.scale


def _close(one: float, other: float, said: Number, meant: Number, exact: bool, rounded: bool) -> bool:
    gap = abs(one - other)
    if said.whole and meant.whole and not rounded and (one, other) == (said.value, meant.value):
        return said.exact == meant.exact
    if gap <= NOISE * max(abs(one), abs(other)):
        return True
    if exact and meant.places is not None:
        return False
    if gap <= TOLERANCE * min(1.0, abs(other)):
        return True
    return _is_rounding(one, other, said, meant, rounded)


def _is_rounding(one: float, other: float, said: Number, meant: Number, rounded: bool) -> bool:
    """Whether the one with fewer decimals is the other, rounded. Percents and "millions" are compared as they stand."""
    if (one, other) != (said.value, meant.value):
        return False
    said_places, meant_places = (math.inf if n.places is None else n.places for n in (said, meant))
    fewer = said if said_places <= meant_places else meant
    if fewer.places is None or abs(one - other) > 0.5 * 10.0**-fewer.places * (1 + 1e-6):
        return False
    if fewer is meant:
        return rounded or (fewer.places > 0 and fewer.digits >= DIGITS)
    return fewer.digits >= DIGITS


def written(text: str) -> Number | None:
    """The number that is written in digits, such as ``-1.50`` or ``2e3``; None if it is out of a float's range."""
    value = Decimal(text)
    if not -300 < value.adjusted() < 300:
        return None
    _, digits, exponent = value.as_tuple()
    return Number(float(value), -int(exponent), len(digits), exact=Fraction(value))


def _number(match: re.Match[str], text: str) -> Number | None:
    sign = "-" if (match["sign"] or "").strip() == "-" else ""
    number = written(sign + match["core"].replace(",", "") + (match["power"] or "").lower())
    unit = re.match(r"[\s-]*\(?([A-Za-z]{1,12})", text[match.end() :])
    if number is not None and match["under"] is not None:
        number = _fraction(number, int(match["whole"] or 0) * (-1 if sign else 1), match["under"].replace(",", ""))
    return number and replace(
        number,
        percent=bool(match["percent"]),
        scale=_SCALES.get(match["scale"] or "", 0),
        unit=unit[1].lower() if unit else "",
    )


def _fraction(over: Number, whole: int, under: str) -> Number | None:
    """``over / under``, and ``whole`` in front of it as in ``1 1/2``."""
    below = written(under)
    if below is None or not below.exact or over.exact is None:
        return None
    value = whole + over.exact / below.exact
    return Number(float(value), exact=value)


_UNITS = (
    ("minute", "min"),
    ("hour", "hr", "h"),
    ("second", "sec", "s"),
    ("day",),
    ("week",),
    ("month",),
    ("year", "yr"),
    ("km", "kilometer", "kilometre"),
    ("m", "meter", "metre"),
    ("cm", "centimeter", "centimetre"),
    ("mile", "mi"),
    ("foot", "feet", "ft"),
    ("inch", "inche", "in"),
    ("cent", "c"),
    ("dollar",),
)


def _same_unit(one: str, other: str) -> bool:
    """Whether two words can be one unit: only two different known units cannot."""
    kinds = [
        next((i for i, names in enumerate(_UNITS) if word.removesuffix("s") in names or word in names), None)
        for word in (one, other)
    ]
    return None in kinds or kinds[0] == kinds[1]
