"""What checks take for the answer, and what the probe reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from husky_kernel.eval.analyst import checks
from husky_kernel.eval.analyst.drawn import read_axes
from husky_kernel.eval.analyst.probe import plain
from husky_kernel.eval.analyst.table import Fig, Table, lift

FRAME = pd.DataFrame({"sort": ["tea", "soup"], "sold": [10, 5]})


def read(value: Any) -> Any:
    return lift(plain(value))


@pytest.mark.parametrize(
    "value",
    [9, 9.0, np.int64(9), Decimal(9), "9", "There are 9 of them.", "9, yes 9", pd.Series([9]), [9], np.array([9])],
)
def test_a_number_stands_alone(value: Any) -> None:
    assert checks.num(read(value), 9)


@pytest.mark.parametrize("value", [None, True, 10, "9 of 12", "none", FRAME, [9, 9], "19", "0.9", "v9", "9,000"])
def test_what_is_not_the_number_nine(value: Any) -> None:
    assert not checks.num(read(value), 9)


def test_whole_numbers_are_exact_and_others_to_four_digits() -> None:
    assert not checks.num(200_001, 200_000)
    assert checks.num(12345.678, 12345.7)
    assert not checks.num(12345.678, 12349.7)


@pytest.mark.parametrize(
    "value",
    [
        FRAME,
        FRAME.set_index("sort"),
        FRAME.set_index("sort").sold,
        FRAME.iloc[::-1],
        {"tea": 10, "soup": 5},
        FRAME.to_dict("records"),
        pd.DataFrame([{"tea": 10, "soup": 5}]),
        "Tea: 10, soup: 5.",
    ],
)
def test_a_table_in_any_form_maps_keys_to_numbers(value: Any) -> None:
    assert checks.maps(read(value), {"tea": 10, "soup": 5})


@pytest.mark.parametrize(
    "value",
    [
        None,
        FRAME.replace(10, 11),
        FRAME.iloc[:1],
        pd.concat([FRAME, pd.DataFrame({"sort": ["ham"], "sold": [1]})]),
        "Tea: 5, soup: 10.",
        "Tea and soup: 10 and 5 or 7.",
        {"tea": 10, "soup": "5 l"},
    ],
)
def test_what_does_not_map_keys_to_their_numbers(value: Any) -> None:
    assert not checks.maps(read(value), {"tea": 10, "soup": 5})


def test_years_as_keys() -> None:
    years = pd.Series([2020, 2021, 2021]).value_counts()
    assert checks.maps(read(years), {2020: 1, 2021: 2})
    assert not checks.maps(read(years), {2020: 2, 2021: 1})


def test_each_value_of_a_table_has_its_own_cell() -> None:
    assert read(FRAME).has(10, 5)
    assert not read(FRAME).has(10, 10)


def test_a_list_is_in_order() -> None:
    assert checks.lists(read(FRAME), ["tea", "soup"])
    assert checks.lists("tea, then soup", ["tea", "soup"])
    assert not checks.lists(read(FRAME), ["soup", "tea"])
    assert not checks.lists(read(["tea", "soup", "ham"]), ["tea", "soup"])
    assert not checks.lists(None, ["tea"])


@pytest.mark.parametrize(
    ("value", "text", "notes", "right"),
    [
        (None, "", "There is no table crates.", True),
        ("There is no table crates.", "There is no table crates.", "", True),
        (None, "", "", False),
        (None, "", "no answer", False),
        (3, "3", "There is no table crates.", False),
        ("crates has no total, so 3", "crates has no total, so 3", "", False),
    ],
)
def test_a_table_that_is_not_there_has_no_answer(value: Any, text: str, notes: str, right: bool) -> None:
    assert checks.environment(value, text, {}, notes=notes)["absent"]("crates") is right


@pytest.mark.parametrize("kind", ["bar", "barh"])
def test_bars_are_read_off_the_axes(kind: str) -> None:
    axes = FRAME.set_index("sort").sold.plot(kind=kind, title="Sold")
    axes.figure.canvas.draw()
    fig = Fig(**read_axes(axes))
    axes.figure.clear()
    assert (fig.bars, fig.title) == ({"tea": 10.0, "soup": 5.0}, "Sold")
    assert checks.bars([fig], {"soup": 5, "tea": 10})
    assert not checks.bars([fig], {"tea": 10})
    assert not checks.bars([fig], {"soup": 10, "tea": 5})


def test_a_line_is_read_off_the_axes() -> None:
    axes = pd.Series([3, 1, 2]).plot()
    fig = Fig(**read_axes(axes))
    axes.figure.clear()
    assert checks.line([fig], [3, 1, 2])
    assert not checks.line([fig], [3, 2, 1])
    assert not checks.line([], [])


def test_dates_and_gaps_are_read() -> None:
    frame = pd.DataFrame({"day": pd.to_datetime(["2024-05-01", None]), "sold": [None, 2.5]})
    assert read(frame) == Table(["day", "sold"], [["2024-05-01 00:00:00", None], [None, 2.5]], 2)
