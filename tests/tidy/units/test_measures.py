"""Amounts in several units of one quantity, and points out of a number."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.tidy.units.measures import factor


@pytest.mark.parametrize(
    ("amounts", "unit", "read"),
    [
        (["5 kg", "800 g", "n/a", "0.5 t"], "kg", [5, 0.8, None, 500]),
        (["3 hl", "40 l", "250 ml"], "l", [300, 40, 0.25]),
        (["2,5 km", "300 m"], "m", [2500, 300]),
        (["1 mile", "12 km"], "km", [1.609344, 12]),
        (["40", "41 cm"], "cm", [40, 41]),
        (["345.2 g/mol", "0.288 kg/mol"], "g/mol", [345.2, 288]),
        (["3 mg/l", "0.2 g/l"], "mg/l", [3, 200]),
    ],
)
def test_amounts_are_brought_to_one_unit(amounts: list[str], unit: str, read: list[float | None]) -> None:
    found = tidy.number(amounts, unit=unit)
    assert [None if pd.isna(number) else round(float(number), 9) for number in found] == read


@pytest.mark.parametrize(("amounts", "unit"), [(["5 kg", "3 l"], "kg"), (["5 kg"], "boxes"), (["$5", "4 kg"], "kg")])
def test_other_quantities_are_not_brought_to_it(amounts: list[str], unit: str) -> None:
    with pytest.raises(ValueError, match=f"cannot be given in {unit}"):
        tidy.number(amounts, unit=unit)


def test_the_error_says_which_unit_would_do() -> None:
    with pytest.raises(ValueError, match=r"Convert them to one unit: unit='g'\."):
        tidy.number(["5 g", "3 kg"])
    with pytest.raises(ValueError, match=r"They must not be added\."):
        tidy.number(["5 g", "3 l"])


def test_units_of_one_quantity_agree_both_ways() -> None:
    assert factor("hl", "l") == 100
    there, back = factor("mi", "km"), factor("km", "mi")
    assert there is not None
    assert back is not None
    assert float(there * back) == pytest.approx(1)
    assert factor("kg", "l") is None


@pytest.mark.parametrize(
    "points", [["7/10", "9/10"], ["7 out of 10", "9 out of 10", ""], ["7 of 10 stars", "9 of 10 stars"]]
)
def test_points_out_of_one_number_are_read(points: list[str]) -> None:
    assert tidy.number(points).dropna().tolist() == [7, 9]


@pytest.mark.parametrize("texts", [["1/2", "3/4"], ["7/10", "11/10"], ["7/10"]])
def test_other_pairs_are_no_points(texts: list[str]) -> None:
    with pytest.warns(tidy.Unread):
        assert tidy.number(texts).isna().all()
