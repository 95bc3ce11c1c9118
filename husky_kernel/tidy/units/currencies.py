"""Signs, codes and short names of currencies."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_NAMES = {
    "USD": "$ щ.д us$ $us usd dollar dollars",
    "EUR": "€ eur euro euros",
    "GBP": "£ £gb gbp pound pounds",
    "JPY": "¥ ￥ jp¥ ¥jp jpy yen 円",
    "CNY": "cn¥ ¥cn 元 cny rmb",
    "CHF": "chf fr sfr francs",
    "INR": "₹ rs inr rupees",
    "BRL": "r$ brl",
    "AUD": "a$ au$ $au aud",
    "CAD": "c$ ca$ $ca cad",
    "NZD": "nz$ $nz nzd",
    "HKD": "hk$ $hk hkd",
    "SGD": "s$ sg$ $sg sgd",
    "MXN": "mx$ $mx mxn",
    "kr": "kr",
    "SEK": "sek skr",
    "NOK": "nok nkr",
    "DKK": "dkk dkr",
    "PLN": "zł zl pln",
    "CZK": "kč czk",
    "HUF": "ft huf",
    "RON": "lei ron",
    "BGN": "лв bgn",
    "RUB": "руб р ₽ rub",
    "UAH": "₴ грн uah",
    "TRY": "₺ tl",
    "IDR": "rp idr",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
POINT_BEFORE_DECIMALS = frozenset(("USD", "GBP", "JPY", "CNY", "INR", "AUD", "HKD", "SGD", "NZD", "MXN"))
"""Currencies whose countries write ``1,234.56`` with the sign first, and no third decimal."""


@lru_cache(4096)
def currency(text: str) -> str | None:
    """The code of a currency's sign, code or short name, or ``None``."""
    word = text.strip().rstrip(".")
    known = _CODES.get(word.casefold())
    if known:
        return known
    if len(word) == 1 and unicodedata.category(word) == "Sc":
        return word
    return word if len(word) == 3 and word.isupper() and word in _all_codes() else None


@cache
def _all_codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
