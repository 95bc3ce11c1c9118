"""Which sign parts the decimals in a column of amounts: decided by all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_POINT = re.compile(
    r"(?:\d+|[1-9]\d{0,2}(?P<t>[,'_ ])\d{3}(?:(?P=t)\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3})?(?:\.\d*)?", re.ASCII
)
_SWAP = str.maketrans(".,", ",.")
_SHAPE = str.maketrans("0123456789", "1" * 10)
_PLAIN = {".": str.maketrans("", "", ",'_ "), ",": str.maketrans(",", ".", ".'_ ")}
MINORITY = 0.05
"""Values of the other convention that are fewer than this do not make a column mixed: they are not read."""


FEW = 20
"""Where so many unclear values stand beside each clear one, the clear one may be a slip."""


@dataclass(frozen=True)
class Digits:
    """The digits of one amount as they are written."""

    body: str
    exponent: bool = False
    dollar: bool = False
    """Whether a sign stands before it whose countries write ``1,234.56``."""
    money: bool = False

    def point(self, decimal: str) -> str | None:
        """The digits as Python writes them, if ``decimal`` parts the decimals, or ``None`` if it cannot."""
        shape = self.body.translate(_SHAPE)
        grouped = _grouped(f"0{shape[1:]}" if self.body[0] == "0" else shape, decimal)
        return None if grouped is None or (grouped and self.exponent) else self.body.translate(_PLAIN[decimal])


@lru_cache(4096)
def _grouped(shape: str, decimal: str) -> bool | None:
    """Whether digits have thousands, if ``decimal`` parts their decimals; ``None`` if it cannot."""
    body = shape if decimal == "." else shape.translate(_SWAP)
    if not body.strip(".,'_ ") or not _POINT.fullmatch(body):
        return None
    return re.search(r"[,'_ ]", body) is not None


@dataclass(frozen=True)
class Decision:
    """How a column's amounts are written."""

    decimal: str
    """``.`` or ``,``; empty where each amount is read by itself, because the column mixes both."""
    doubt: str = ""


def decide(amounts: Iterable[tuple[Digits, int]]) -> Decision:
    """The decimal sign of a column, by what each of its amounts (with the number of its rows) can only mean."""
    rows = {".": 0, ",": 0}
    clear: list[str] = []
    either: list[Digits] = []
    whole: list[str] = []
    for amount, count in amounts:
        if "." not in amount.body and "," not in amount.body:
            whole.append(amount.body)
            continue
        point, comma = amount.point("."), amount.point(",")
        if point and comma:
            if point != comma:
                either.append(amount)
        elif point or comma:
            rows["." if point else ","] += count
            clear.append(point or comma or "")
    if rows["."] and rows[","]:
        least, most = sorted(rows, key=lambda sign: rows[sign])
        if rows[least] <= MINORITY * rows[most]:
            return Decision(most)
        doubt = "both '.' and ',' part decimals; amounts that could be either, like '1.234', are not read."
        return Decision("", doubt if either else "")
    if rows["."] or rows[","] or not either:
        return _decided("," if rows[","] else ".", either, clear)
    return _undecided(either, whole)


def _decided(decimal: str, either: list[Digits], clear: list[str]) -> Decision:
    """Few clear amounts, such as one ``5,5``, do not make many like ``1,234`` three decimals without a word."""
    three = [amount.body for amount in either if decimal in amount.body]
    if len(three) < max(1, FEW * len(clear)) or any(len(point.partition(".")[2]) == 3 for point in clear):
        return Decision(decimal)
    other = "," if decimal == "." else "."
    doubt = f"{len(clear)} of {len(clear) + len(three)} different amounts make {decimal!r} the decimal sign, so that"
    return Decision(decimal, f"{doubt} {three[0]!r} has three decimals (decimal={other!r} reads thousands).")


def _undecided(either: list[Digits], whole: list[str]) -> Decision:
    """Every amount is like ``1,234`` or ``12.500``: thousands, or three decimals?"""
    signs = {sign for amount in either for sign in ".," if sign in amount.body}
    if len(signs) == 2:
        return Decision(".", "'.' and ',' both part three digits; '.' was taken for the decimal sign.")
    [sign] = signs
    other = "," if sign == "." else "."
    small = [body for body in whole if body.isdigit() and len(body) <= 3]
    zeros = any(amount.body.endswith("0") for amount in either)
    varied = len(small) == len(whole) > 0 and (zeros or len(either) >= 20)
    if varied or (sign == "," and all(amount.dollar for amount in either)):
        return Decision(other)  # three decimals would be written always (no whole amounts) or without zeros at the end
    if all(amount.money for amount in either) and any(amount.body.index(sign) > 1 for amount in either):
        return Decision(other)  # money has two decimals or none; three have small prices alone, as that of fuel
    thousands = sign == "," or all(amount.money for amount in either)
    taken = "the thousands" if thousands else "the decimals"
    example = either[0].body
    doubt = f"{example!r} can have three decimals or thousands; {sign!r} was taken to part {taken}"
    choice = sign if thousands else other
    return Decision(other if thousands else sign, f"{doubt} (decimal={choice!r} reads it the other way).")
