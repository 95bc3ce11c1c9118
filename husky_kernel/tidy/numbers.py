"""Amounts as people write them: signs, codes, thousands, decimals, percent, scales."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from husky_kernel.tidy.column import Column, as_series, column_of, of_tables, read_each
from husky_kernel.tidy.points import points, points_out_of
from husky_kernel.tidy.reading import Reading, reading, told
from husky_kernel.tidy.separators import Digits, decide
from husky_kernel.tidy.units.currencies import POINT_BEFORE_DECIMALS
from husky_kernel.tidy.units.measures import factor
from husky_kernel.tidy.units.units import Unit, unit

_AMOUNT = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<before>[^\d\s()+\-.,][^\d()+\-,]{0,8})?(?P<inner>[-+(])?\s*"
    r"(?P<body>(?:\d[\d.,'_ ]*)?\d|[.,]\d+)(?P<exp>[eE][-+]?\d{1,3})?(?P<open_end>[.,](?:-+)?)?"
    r"\s*(?P<after>[^\d\s()+\-][^()+]{0,24})?(?P<last>-)?\s*(?P<close>\))?(?:\s*(?P<outside>[^\d()+\-\s]{1,8}))?"
)
_SHAPE = str.maketrans("0123456789", "1" * 10)
_EXACT = 2**53


@dataclass(frozen=True)
class _Amount:
    digits: Digits
    negative: bool
    exponent: str
    unit: Unit


@of_tables
def number(s: Any, decimal: Literal[".", ","] | None = None, unit: str | None = None) -> pd.Series[Any]:
    """Read amounts as numbers.

    Read are currency signs and codes, thousands and decimals of any country, negatives (``-5``, ``(5.00)``, ``5.00-``),
    percent (``12,5 %`` becomes 12.5), ``k``, ``M``, ``bn`` and their like, and ``1e3``. Whether ``.`` or ``,`` parts
    the decimals is decided by all values of the column.

    Parameters
    ----------
    s : Series, list or array
        The column.
    decimal : {".", ","}, optional
        The sign that parts the decimals, where the column cannot tell.
    unit : str, optional
        The unit of measure in which all are given (``"kg"``), where they are written in several.

    Returns
    -------
    Series
        Int64 if all amounts are whole, else float64. Words of missing are missing.

    Raises
    ------
    ValueError
        If the column mixes units, such as g and kg, or currencies, and ``unit`` does not bring them to one.

    Warns
    -----
    Unread
        If some values are no amounts.
    Ambiguous
        If all amounts are like ``1.234``, which can be 1234 or 1.234, or if only some of them have a unit.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.number(["1.234,56 €", "99,90 €", "(250,00) €", "n/a"]).tolist()
    [1234.56, 99.9, -250.0, nan]
    >>> tidy.number(["$1,234", "$980", "40-"]).tolist()
    [1234, 980, -40]
    >>> tidy.number(["1.2M", "950k"]).tolist()
    [1200000, 950000]
    >>> tidy.number(["5 kg", "800 g"])
    Traceback (most recent call last):
    ...
    ValueError: tidy.number: the column mixes units: kg ('5 kg'), g ('800 g'). Convert them to one unit: unit='kg'.
    >>> tidy.number(["5 kg", "800 g"], unit="kg").tolist()
    [5.0, 0.8]
    >>> tidy.number(["7/10", "9/10"]).tolist()
    [7, 9]
    """
    return told("number", read(as_series(s, "number"), decimal, unit))  # type: ignore[no-any-return]


def read(series: pd.Series[Any], decimal: str | None = None, unit: str | None = None) -> Reading:
    """What :func:`number` reads, without its warning."""
    if pd.api.types.is_bool_dtype(series.dtype) and not isinstance(series.dtype, pd.CategoricalDtype):
        return Reading(series.astype("Int64"))
    if pd.api.types.is_numeric_dtype(series.dtype):
        return Reading(series)
    column = column_of(series)
    most = points_out_of(column.values)
    amounts, unread = read_each(column, (lambda text: amount(points(text))) if most else amount)
    amounts = _metres_or_millions(amounts)
    if unit is not None:
        amounts = [found and _converted(found, unit) for found in amounts]
    one_unit, doubt = _one_unit(column, amounts)
    counts = column.counts
    decision = decide([(found.digits, int(counts[at])) for at, found in enumerate(amounts) if found is not None])
    taken = decimal or decision.decimal
    read = [None if found is None else _value(found, taken) for found in amounts]
    unread = sorted({*unread, *(place for place, value in enumerate(read) if value is None and amounts[place])})
    values, loss = _column_of_numbers(column, read)
    doubts = [*([] if decimal else [decision.doubt]), "" if unit else doubt, loss]
    return reading(column, values, unread, " ".join(filter(None, doubts)), one_unit)


def amount(text: str) -> _Amount | None:
    """One amount as it is written, or ``None``; which sign parts its decimals is not decided here."""
    form = _form(text.translate(_SHAPE))
    if form is None:
        return None
    body, exponent = text[form.body], text[form.exponent]
    return _Amount(Digits(body, bool(exponent), form.dollar, form.unit.currency), form.negative, exponent, form.unit)


@dataclass(frozen=True)
class _Form:
    """Where the digits stand in all amounts that differ by their digits only."""

    body: slice
    exponent: slice
    negative: bool
    unit: Unit
    dollar: bool


@lru_cache(4096)
def _form(shape: str) -> _Form | None:
    match = _AMOUNT.fullmatch(shape)
    if match is None:
        return None
    opened, closed = bool(match["open"]) + (match["inner"] == "("), bool(match["close"])
    signs = [sign for sign in (match["sign"], match["inner"], match["last"]) if sign and sign != "("]
    if opened != closed or len(signs) + opened > 1 or (match["outside"] and not closed):
        return None
    around = unit(match["before"] or "", f"{match['after'] or ''}{match['outside'] or ''}")
    if around is None or (match["open_end"] == "," and not around.currency):
        return None
    dollar = around.before and around.name.partition("/")[0] in POINT_BEFORE_DECIMALS
    return _Form(slice(*match.span("body")), slice(*match.span("exp")), "-" in signs or opened > 0, around, dollar)


def _value(found: _Amount, decimal: str) -> Decimal | None:
    points = {point for sign in decimal or ".," if (point := found.digits.point(sign))}
    if len(points) != 1:
        return None
    value = Decimal(points.pop() + found.exponent)
    if found.unit.scale != 1:
        value = (value * found.unit.scale).normalize()
    return -value if found.negative else value


def _metres_or_millions(amounts: list[_Amount | None]) -> list[_Amount | None]:
    """``5m`` means millions where the column also has ``k`` or ``bn``, or currencies."""
    if not any(found and (found.unit.currency or found.unit.scale != 1) for found in amounts):
        return amounts
    million = Unit(scale=Decimal(1_000_000))
    return [replace(found, unit=million) if found and found.unit.name == "m" else found for found in amounts]


def _converted(found: _Amount, target: str) -> _Amount:
    """The amount in another unit; one without a unit is in that one already."""
    name = found.unit.name
    by = Decimal(1) if name in ("", target.casefold()) else factor(name, target)
    if by is None:
        raise ValueError(f"tidy.number: {name} cannot be given in {target}.")
    return replace(found, unit=replace(found.unit, name=target.casefold(), scale=found.unit.scale * by))


def _one_unit(column: Column, amounts: Sequence[_Amount | None]) -> tuple[str, str]:
    """The one unit of a column, and a doubt where some amounts lack it."""
    examples: dict[str, str] = {}
    for place, found in enumerate(amounts):
        if found is not None and (found.unit.name or found.digits.body.strip("0.,")):
            examples.setdefault(found.unit.name, str(column.values[place]).strip())
    plurals = {f"{name}e" for name in examples}  # boxes beside box
    named = [name for name in examples if name and name not in plurals]
    if len(named) > 1:
        shown = ", ".join(f"{name} ({examples[name]!r})" for name in named[:4])
        same = all(factor(name, named[0]) is not None for name in named)
        how = f"Convert them to one unit: unit={named[0]!r}." if same else "They must not be added."
        raise ValueError(f"tidy.number: the column mixes units: {shown}. {how}")
    if not named:
        return "", ""
    [name] = named
    doubts = []
    if "" in examples and not any(found and found.unit.currency for found in amounts):
        doubts.append(f"some amounts have no {name}, like {examples['']!r}; it was assumed.")
    if name in ("m", "b"):
        doubts.append(f"{name!r} was taken for a unit, not for millions or billions.")
    return name, " ".join(doubts)


def _column_of_numbers(column: Column, read: Sequence[Decimal | None]) -> tuple[pd.Series[Any], str]:
    """The numbers in their rows, and a doubt where digits are lost."""
    found = [value for value in read if value is not None]
    whole = all(_is_whole(value) for value in found)
    largest = max((abs(value) for value in found), default=Decimal(0))
    if found and whole and largest < 2**63:
        return column.spread([None if value is None else int(value) for value in read], "Int64"), ""
    values = [np.nan if value is None else float(value) for value in read]
    lost = any(abs(value) > _EXACT and Decimal(float(value)) != value for value in found)
    doubt = "some numbers have more digits than a float64 holds; are they identifiers?" if lost else ""
    return column.spread([*values, np.nan], np.dtype("float64")), doubt


def _is_whole(value: Decimal) -> bool:
    """Whether an amount is written without decimals: ``5`` is whole, ``5.00`` shows that others may not be."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0
