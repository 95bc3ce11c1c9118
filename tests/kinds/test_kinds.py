"""The kinds of columns."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel.kinds import Kind, kind_of

KINDS: dict[str, tuple[list[Any], str, str]] = {
    # values, name, how
    "european amounts": (["1.234,56 €", "99,90 €", "n/a"], "amounts", "tidy.number"),
    "whole numbers as text": (["225", "13", "7"], "amounts", "tidy.number"),
    "accounting": (["(250.00)", "40.00-", "\u22123.50"], "amounts", "tidy.number"),
    "percent": (["12,5 %", "3 %"], "percent", "tidy.number"),
    "leading zeros": (["007", "012", "100"], "id", ""),
    "nineteen digits": (["1234567890123456789", "2234567890123456789"], "id", ""),
    "codes": (["A-1001", "A-1002", "A-1003"], "id", ""),
    "yes and no": (["yes", "no", "Yes"], "truth", "tidy.truth"),
    "ticks": (["x", "", "x"], "truth", "tidy.truth"),
    "0 and 1": ([0, 1, 1], "truth", ""),
    "dates": (["13/05/2024", "01/02/2024"], "dates", "tidy.date"),
    "iso dates": (["2024-05-13", "2024-06-01"], "dates", "tidy.date"),
    "compact dates": ([20240513, 20240514, 20240601], "dates", "tidy.date"),
    "names of months": (["May 2024", "June 2024"], "dates", "tidy.date"),
    "untidy": (["North", "north ", "South", "North"], "untidy", "tidy.text"),
    "category": (["a", "b", "a", "b", "a"], "category", ""),
    "sizes are no truths": (["S", "N", "E", "S", "W", "N"], "category", ""),
    "durations": (["1:30:00", "0:20:00"], "durations", "tidy.duration"),
    "times and words": (["2 h", "30 min", "1 h 5 min"], "durations", "tidy.duration"),
    "minutes without hours": (["1h 5m", "45m"], "durations", "tidy.duration"),
    "metres": (["5 m", "7.5 m"], "amounts", "tidy.number"),
    "dates beside day numbers": (["13.05.2024", "14.05.2024", "45425"], "dates", "tidy.date"),
    "points": (["101:99", "87:90"], "score", "tidy.score"),
    "scores": (["2:1", "10:0"], "score", "tidy.score"),
    "codes, of which one is NA": (["NA", "DE", "NA", "FR", "DE"], "category", ""),
    "times of day": (["9:05 am", "12:10 PM", "1 pm"], "durations", "tidy.duration"),
    "names in lists": (["Kim, A.; Lee, B.", "Roy, C."], "items", "tidy.items"),
    "scores of which one is none": (["2:1", "10:0", "3:3", "0:0", "1:2", "-:-"], "score", "tidy.score"),
    "lists": (["a;b", "b", "a;b;c"], "items", "tidy.items"),
    "seldom lists": (["cut", "dig", "dig", "cut", "dig", "cut", "dig; cut", "burn"], "items", "tidy.items"),
    "json lists": (['["a"]', '["b", "c"]'], "items", "tidy.items"),
    "names with commas are no lists": (["Smith, Ann", "Miller, Bob"], "text", ""),
    "json": (['{"a": 1}', '{"a": 2}'], "json", ""),
    "truth with a rest": (["True", "False", "n/q", "False", "True"], "truth", "tidy.truth"),
    "several units": (["5 kg", "800 g", "3 kg"], "amounts", "tidy.number"),
    "several things": (["5 kg", "3 boxes", "3 kg"], "mixed", ""),
    "a word in the place of amounts": (
        ["12,50 €", "due", "8,00 €", "7,25 €", "due", "3,00 €"],
        "amounts",
        "tidy.number",
    ),
    "a word in the place of times": (["0:45:10", "out", "1:02:33", "0:59:59", "out"], "durations", "tidy.duration"),
    "words and a number": (["low", "high", "3", "low"], "category", ""),
    "rows and letters": (["3a", "3 B", "4A", "3A", "4a"], "untidy", "tidy.text"),
    "several types": ([1, "a", 2.5], "mixed", ""),
    "constant": (["DE", "DE", "DE"], "constant", ""),
    "empty": ([None, None], "empty", ""),
    "numbers": ([1.5, 2.5], "number", ""),
    "a sentinel": ([1.0, 2, 3, -999, -999, 4], "number", "tidy.missing"),
    "words for missing": (["a", "b", "n/a", "a", "a"], "category", "tidy.missing"),
    "age groups": (["18-25", "26-35", "36-45", "18-25"], "category", ""),
    "versions": (["1.2.3", "1.10.2"], "text", ""),
    "quarters": (["Q4 120", "Q1 80"], "text", ""),
    "sentences": (["I was there at 5 and 6.", "Hello, world."], "text", ""),
}


@pytest.mark.parametrize(("values", "name", "how"), KINDS.values(), ids=KINDS)
def test_the_kind_of_a_column(values: list[Any], name: str, how: str) -> None:
    kind = kind_of(pd.Series(values))
    assert (kind.name, kind.how) == (name, how)
    assert not how or how in kind.told


TOLD = {
    "text, amounts like '1.234,56 €': tidy.number": ["1.234,56 €", "99,90 €"],
    "text, no/yes: tidy.truth": ["yes", "no"],
    "text, dates day/month/year: tidy.date": ["13/05/2024", "01/02/2024"],
    "int64, 0 or 1": [0, 1, 1],
    "text, untidy: tidy.text; 'North', 'north '": ["North", "north ", "North"],
    "float64, -999 seems to mean missing: tidy.missing": [1.0, 2, 3, -999, -999, 4],
    "text, no/yes: tidy.truth; 1 not, like 'maybe'": ["yes"] * 20 + ["no"] * 10 + ["maybe"],
    "text, amounts like '5': tidy.number; -999 seems to mean missing: tidy.missing": ["5", "6", "7", "-999", "-999"],
    "text, dates day/month/year like '01/02/2024', in which order is not clear: tidy.date": [
        "01/02/2024",
        "03/04/2024",
    ],
    "object, dates like '2024-05-13': tidy.date": [datetime.date(2024, 5, 13), datetime.date(2024, 5, 14)],
    "text, amounts like '5 kg', some without a unit: tidy.number": ["5 kg", "6 kg", "7"],
    "text, amounts like '1.234', thousands or decimals is not clear: tidy.number": ["1.234", "2.345"],
    "text, times or spans like '1:30', hours or minutes first is not clear: tidy.duration": ["1:30", "2:45"],
    "text, amounts like '5': tidy.number; 1 not, like 'oops'": ["5"] * 20 + ["6"] * 10 + ["oops"],
}


@pytest.mark.parametrize(("told", "values"), TOLD.items())
def test_what_the_models_are_told(told: str, values: list[Any]) -> None:
    assert kind_of(pd.Series(values)).told == told


def test_the_name_makes_a_date_or_an_identifier() -> None:
    assert kind_of(pd.Series([45425, 45426], name="paid_date")).name == "serial_date"
    assert kind_of(pd.Series([45425, 45426]), name="shippedOn").name == "serial_date"
    assert kind_of(pd.Series(["45425", "45426"], name="Date")).name == "serial_date"
    assert kind_of(pd.Series([45425, 45426], name="salary")).name == "number"
    assert kind_of(pd.Series([1, 2, 3], name="customer_id")).name == "id"


def test_too_many_misfits_make_it_text() -> None:
    assert kind_of(pd.Series(["5"] * 9 + ["oops"])).name != "amounts"


def test_missing_rows_are_counted() -> None:
    assert kind_of(pd.Series(["5", "n/a", None, ""])).missing == 3


def test_a_big_column_is_told_from_a_part_of_it() -> None:
    values = pd.Series(np.arange(60_000), dtype=object).map("{:,} €".format).where(np.arange(60_000) % 3 > 0)
    kind = kind_of(values)
    assert (kind.name, kind.missing) == ("amounts", 20_000)


def test_pandas_own_types() -> None:
    assert kind_of(pd.Series(pd.to_datetime(["2024-05-13"]))).name == "date"
    assert kind_of(pd.Series(["a", "b"], dtype="category")).told == "category"
    assert kind_of(pd.Series([True, False])) == Kind("truth", "", "bool", 0, ("True", "False"))
    assert kind_of(pd.Series([["a"], ["b"]])).name == "items"
    assert kind_of(pd.Series([], dtype=object)).name == "empty"


def test_texts_of_numpy_are_shown_as_texts() -> None:
    assert "np." not in kind_of(pd.Series([np.str_("North"), np.str_("north "), "South"], dtype=object)).told
