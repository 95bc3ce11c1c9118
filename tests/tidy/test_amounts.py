"""Amounts as people write them."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel import tidy


def quiet(values: list[Any], **options: Any) -> list[Any]:
    """What is read without any warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return [None if pd.isna(value) else value for value in tidy.number(values, **options)]


READ = {
    "german": (["1.234,56 €", "99,90 €", "-5,00 €"], [1234.56, 99.9, -5.0]),
    "english": (["$1,234.50", "$12", "USD 7.25"], [1234.5, 12, 7.25]),
    "swiss": (["CHF 1'234.50", "1’000.00", "12.-"], [1234.5, 1000, 12]),
    "french": (["1 234,5", "1\u202f000", "12\xa0345,25"], [1234.5, 1000, 12345.25]),
    "indian": (["₹12,34,567.00", "₹99"], [1234567, 99]),
    "negatives": (
        ["(250.00)", "40.00-", "\u22123.50", "-$5", "$-6", "($7)", "$(8)"],
        [-250, -40, -3.5, -5, -6, -7, -8],
    ),
    "percent": (["12,5 %", "3%", "0,5 Prozent"], [12.5, 3, 0.5]),
    "scales": (["1.2M", "950k", "3 bn", "2,5 Mio. €".replace(",", "."), "7"], [1.2e6, 950e3, 3e9, 2.5e6, 7]),
    "millions of money": (["$5m", "$3bn", "$7"], [5e6, 3e9, 7]),
    "exponent": (["1e3", "2.5E-2"], [1000, 0.025]),
    "missing": (["5", "n/a", "", None, "?", "unknown", "#N/A"], [5, None, None, None, None, None, None]),
    "one unit in the plural": (["2 boxes", "1 box"], [2, 1]),
    "percent before": (["%5", "%7"], [5, 7]),
    "one unit": (["5 kg", "7.5kg", "8 KG"], [5, 7.5, 8]),
    "thousands by whole numbers": (["1,234", "980", "2,500"], [1234, 980, 2500]),
    "thousands by a second group": (["1.234.567", "1.234"], [1234567, 1234]),
    "decimals by a zero": (["0.125", "1.234"], [0.125, 1.234]),
    "decimals by their count": (["1,5", "1,234"], [1.5, 1.234]),
    "dollars have no three decimals": (["$1,234", "$2,345"], [1234, 2345]),
    "money has no three decimals": (["1,234 EUR", "2,345 EUR", "20,500 EUR"], [1234, 2345, 20500]),
    "prices for something": (["$18/h", "$22 per hour", "$ 20.50/hr"], [18, 22, 20.5]),
    "arabic digits": (["١٢٣", "٤٥"], [123, 45]),
    "numbers among texts": ([5, "6", 7.5], [5, 6, 7.5]),
}


@pytest.mark.parametrize(("written", "read"), READ.values(), ids=READ)
def test_amounts_are_read(written: list[Any], read: list[Any]) -> None:
    assert quiet(written) == read


def test_whole_amounts_stay_whole_beside_missing_ones() -> None:
    assert tidy.number(["9007199254740993", "n/a"]).tolist() == [9007199254740993, pd.NA]
    assert tidy.number(["5", "6.0"]).dtype == np.dtype("float64")


@pytest.mark.parametrize("written", ["1.234", "1,234", "1.345 €"])
def test_three_digits_behind_one_sign_are_told_as_ambiguous(written: str) -> None:
    with pytest.warns(tidy.Ambiguous, match=r"decimal="):
        read = tidy.number([written] * 3)
    sign = "." if "." in written else ","
    with_decimals = quiet([written] * 3, decimal=sign)
    with_thousands = quiet([written] * 3, decimal="," if sign == "." else ".")
    assert with_decimals[0] * 1000 == with_thousands[0]
    assert read.tolist() in (with_decimals, with_thousands)


def test_one_slip_does_not_make_three_decimals_without_a_word() -> None:
    thousands = [f"{number},{number + 111}" for number in range(100, 140)]
    with pytest.warns(tidy.Ambiguous, match="1 of 41 different amounts"):
        tidy.number([*thousands, "5,5"])
    assert quiet([*thousands, "0,125"])[0] == 100.211
    assert quiet([*thousands, "5.5"])[0] == 100211


@pytest.mark.parametrize(
    "units", [["5 kg", "800 g"], ["$5", "5 €"], ["5%", "3 kg"], ["3 km/h", "2 mph"], ["12 May", "13 June"]]
)
def test_mixed_units_are_not_added(units: list[str]) -> None:
    with pytest.raises(ValueError, match="mixes units"):
        tidy.number(units)


def test_amounts_without_the_unit_of_the_others_are_told() -> None:
    with pytest.warns(tidy.Ambiguous, match="some amounts have no kg, like '7'"):
        assert tidy.number(["5 kg", "6 kg", "7"]).tolist() == [5, 6, 7]


@pytest.mark.parametrize(
    "text",
    [
        "Q4 120",
        "12:30",
        "2024-05-13",
        "1/2",
        "1.2.3",
        "5-6",
        "12 5",
        "abc",
        "1,23,4",
        "--5",
        "(5",
        "5 6 7",
        "~5",
        "5+",
        "5 dozen",
        "5 pm",
    ],
)
def test_what_is_no_amount_is_told_once_and_missing(text: str) -> None:
    with pytest.warns(tidy.Unread) as caught:
        read = tidy.number(["1.5", text, text, "2.5"])
    assert [pd.isna(value) for value in read] == [False, True, True, False]
    [warning] = caught
    assert warning.filename == __file__
    assert warning.message.count == 2  # type: ignore[union-attr]
    assert warning.message.examples == (text,)  # type: ignore[union-attr]


def test_both_conventions_in_one_column_are_read_where_they_are_clear() -> None:
    with pytest.warns(tidy.Ambiguous, match="both"):
        read = tidy.number(["1.234,56", "1,234.56", "1.234"])
    assert read.tolist()[:2] == [1234.56, 1234.56]
    assert pd.isna(read[2])


def test_index_and_name_are_kept() -> None:
    series = pd.Series(["1", "2"], index=["a", "b"], name="price")
    pd.testing.assert_series_equal(tidy.number(series), pd.Series([1, 2], ["a", "b"], dtype="Int64", name="price"))


def test_numbers_stay_as_they_are() -> None:
    series = pd.Series([1.5, np.nan])
    assert tidy.number(series) is series
    assert tidy.number(pd.Series(["5", "6"], dtype="category")).tolist() == [5, 6]
    assert tidy.number(pd.Series([], dtype=object)).tolist() == []


@pytest.mark.parametrize("value", ["5", 5])
def test_only_columns_are_read(value: Any) -> None:
    with pytest.raises(TypeError, match="reads one column"):
        tidy.number(value)


def test_of_a_table_each_column_is_read_by_itself() -> None:
    table = pd.DataFrame([["1.234,5", "7", "no"], ["2,5", "8", "yes"]], index=["a", "b"], columns=["x", "x", "y"])
    read = tidy.number(table[["x"]])
    assert read.to_numpy().tolist() == [[1234.5, 7.0], [2.5, 8.0]]
    assert (list(read.columns), list(read.index)) == (["x", "x"], ["a", "b"])
    assert tidy.truth(table[["y"]])["y"].tolist() == [False, True]
    assert tidy.number(table[[]]).shape == (2, 0)


def test_the_columns_of_a_table_that_were_read_are_arguments_by_name() -> None:
    table = pd.DataFrame({"first": ["1 kg", "2 kg"], "second": ["3", "4"], "third": ["x", "y"]})
    assert table.assign(**tidy.number(table[["first", "second"]])).to_numpy().tolist() == [[1, 3, "x"], [2, 4, "y"]]
