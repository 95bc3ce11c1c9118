"""What may stand before or behind the digits of an amount: currencies, scales, percent, units of measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from husky_kernel.tidy.units.currencies import currency

_POWERS = {
    3: "k thousand thousands tsd mille тыс",
    5: "lakh lakhs lac",
    6: "m M MM mn mm mio mln million millions millionen millones млн",
    7: "cr crore crores",
    9: "bn b B mrd mld billion billions milliarde milliarden milliards млрд",
    12: "T tn trillion trillions",
}
_SCALES = {word: power for power, words in _POWERS.items() for word in words.split()}
_ONLY_MONEY = frozenset(("mm", "b", "cr", "m", "T"))
"""Scales that are units of measure beside what is no money: millimetres, bytes, metres, tonnes."""
_PERCENT = frozenset(("%", "٪", "percent", "per cent", "pct", "prozent", "pour cent", "por ciento", "procent"))
_UNIT = re.compile(r"[^\W\d_µμ°]?[^\W\d_]{0,14}[.²³23°'\"]?(?:(?:/| per |/ | / )[^\W\d_]{1,10}[.²³23]?)?|°\s?[CFK]?")
_NOT_UNITS = frozenset(
    ("am", "pm", "a.m", "p.m", "st", "nd", "rd", "th", "x", "mil", "cr", "dr", "dozen", "hundred", "gross")
)


_PER = re.compile(r"\s*(?:/|\b(?:per|pro|par|por)\b)\s*(?P<of>[^\W\d_]{1,10}[²³23]?)\.?\s*$")
"""What a price is for: "$/h", "€ per night"."""
_OF = {**dict.fromkeys(("hr", "hrs", "hour", "hours", "std", "stunde"), "h"), "mo": "month", "yr": "year", "a": "year"}


@dataclass(frozen=True)
class Unit:
    """What stands around the digits of one amount."""

    name: str = ""
    """``""``, ``%``, a currency's code or a unit of measure in lower case."""
    currency: bool = False
    scale: Decimal = Decimal(1)
    before: bool = False
    """Whether the currency stands before the digits."""


@lru_cache(4096)
def unit(before: str, after: str) -> Unit | None:
    """What the texts before and behind an amount's digits mean, or ``None`` if they cannot belong to an amount."""
    if before.strip() == "%":
        before, after = "", f"%{after}"  # as the Turkish write it
    if (found := _PER.search(after)) and (paid := unit(before, after[: found.start()])) and paid.currency:
        return replace(paid, name=f"{paid.name}/{_OF.get(found['of'].casefold(), _singular(found['of']))}")
    money = currency(before) if before.strip() else None
    if before.strip() and money is None:
        return None
    scale, rest = _scaled(after.strip(), money is not None)
    if not rest:
        return Unit(money or "", money is not None, scale, money is not None)
    if rest.casefold().rstrip(".") in _PERCENT and money is None:
        return Unit("%", scale=scale)
    behind = currency(rest)
    if behind is not None:
        same = money is None or money == behind or (money == "USD" and behind.endswith("D"))
        return Unit(behind, True, scale, money is not None) if same else None
    if money is None and _UNIT.fullmatch(rest) and rest.casefold().rstrip(".") not in _NOT_UNITS:
        return Unit(_singular(rest), scale=scale)
    return None


def _scaled(after: str, money: bool) -> tuple[Decimal, str]:
    """The scale that stands first behind an amount's digits, and what follows it."""
    match = re.match(r"(T|M)(?=EUR$|€$)|([^\W\d_]+)\.?(?![^\W\d_])", after)
    if match is None:
        return Decimal(1), after
    rest = after[match.end() :].strip()
    if match[1]:
        return Decimal(1000 if match[1] == "T" else 1_000_000), rest
    word = match[2]
    power = _SCALES.get(word, _SCALES.get(word.casefold()))
    if word in _ONLY_MONEY and not (money or currency(rest)):
        power = None
    return (Decimal(1), after) if power is None else (Decimal(10) ** power, rest)


def _singular(name: str) -> str:
    word = name.casefold().rstrip(".")
    return word[:-1] if len(word) > 3 and word.endswith("s") and word.isalpha() else word
