"""Whatever locale writes an amount or a date: it is read back, or told as ambiguous."""

from __future__ import annotations

import datetime
import math
import warnings
from decimal import Decimal
from typing import Any

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel import tidy

LOCALES = ["en_US", "en_GB", "en_IN", "de_DE", "de_CH", "de_AT", "fr_FR", "fr_CH", "es_ES", "es_MX", "it_IT", "pt_BR"]
LOCALES += ["pt_PT", "nl_NL", "sv_SE", "da_DK", "nb_NO", "fi_FI", "pl_PL", "cs_CZ", "hu_HU", "ro_RO", "bg_BG", "ru_RU"]
LOCALES += ["tr_TR", "el_GR", "ja_JP", "zh_CN", "ar_EG"]

often = settings(deadline=None, max_examples=50, derandomize=True, database=None)

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
whole = st.integers(min_value=-(10**9), max_value=10**9)
days = st.dates(min_value=datetime.date(1970, 1, 1), max_value=datetime.date(2067, 12, 31))


def heard(read: Any, values: list[str]) -> tuple[Any, bool]:
    """What is read of texts, and whether it was told to be ambiguous; anything else told is a failure."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        result = read(values)
    for warning in told:
        assert isinstance(warning.message, tidy.Unread), warning
        assert warning.message.doubt or not warning.message.count, warning.message
    return result, any(isinstance(warning.message, tidy.Ambiguous) for warning in told)


def check_numbers(written: list[str], meant: list[Decimal] | list[int]) -> None:
    read, ambiguous = heard(tidy.number, written)
    right = all(
        not pd.isna(found) and math.isclose(float(found), float(value), rel_tol=1e-12)
        for found, value in zip(read, meant, strict=True)
    )
    assert right or ambiguous, (written, read.tolist())


@often
@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from(LOCALES), st.sampled_from(["EUR", "USD", "CHF"]))
def test_money_of_any_locale(meant: list[Decimal], locale: str, currency: str) -> None:
    check_numbers([format_currency(value, currency, locale=locale) for value in meant], meant)


@often
@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from(LOCALES))
def test_decimals_of_any_locale(meant: list[Decimal], locale: str) -> None:
    check_numbers([format_decimal(value, locale=locale, decimal_quantization=False) for value in meant], meant)


@often
@given(st.lists(whole, min_size=1, max_size=6), st.sampled_from(LOCALES))
def test_whole_amounts_of_any_locale(meant: list[int], locale: str) -> None:
    check_numbers([format_decimal(value, locale=locale) for value in meant], meant)


@often
@given(st.lists(st.decimals(min_value=-1000, max_value=1000, places=3), min_size=1, max_size=30), st.sampled_from(".,"))
def test_three_decimals_are_read_or_told(meant: list[Decimal], sign: str) -> None:
    check_numbers([f"{value:.3f}".replace(".", sign) for value in meant], meant)


@often
@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from(LOCALES))
def test_percent_of_any_locale(meant: list[Decimal], locale: str) -> None:
    written = [format_percent(value / 100, locale=locale, decimal_quantization=False) for value in meant]
    check_numbers(written, meant)


def check_days(written: list[str], meant: list[datetime.date]) -> None:
    read, ambiguous = heard(tidy.date, written)
    right = [None if pd.isna(found) else found.date() for found in read] == meant
    assert right or ambiguous, (written, read.tolist())


@often
@given(st.lists(days, min_size=1, max_size=6), st.sampled_from(LOCALES), st.sampled_from(["medium", "long", "full"]))
def test_written_dates_of_any_locale(meant: list[datetime.date], locale: str, length: str) -> None:
    check_days([format_date(day, length, locale=locale) for day in meant], meant)


FORMATS = ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y"]
FORMATS += ["%d.%m.%y", "%d-%m-%y", "%y-%m-%d", "%d-%b-%y", "%b %d, %Y", "%A, %d %B %Y", "%Y-%m-%d %H:%M:%S"]


@often
@given(st.lists(days, min_size=1, max_size=6), st.sampled_from(FORMATS))
def test_dates_of_any_order(meant: list[datetime.date], form: str) -> None:
    check_days([day.strftime(form) for day in meant], meant)


@often
@given(st.lists(st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2067, 1, 1)), min_size=1, max_size=6))
def test_iso_moments(meant: list[datetime.datetime]) -> None:
    read, _ = heard(tidy.date, [moment.isoformat() for moment in meant])
    assert [found.to_pydatetime() for found in read] == meant


@often
@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_text_is_read_or_told_and_never_fails(values: list[str]) -> None:
    for read in (tidy.date, tidy.truth, tidy.duration, tidy.items, tidy.text, tidy.missing, tidy.score):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", tidy.Unread)
            assert len(read(values)) == len(values)
