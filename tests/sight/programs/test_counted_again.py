"""Amounts that a join repeats for every row."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.counted_again import counted_again

TABLES = {
    "trips": pd.DataFrame({"crew": list("aabb"), "fuel": [3.0, 4.0, 5.0, 6.0]}),
    "crews": pd.DataFrame({"crew": list("ab"), "allowance": [100, 90], "price": [2.0, 3.0], "boat": ["x", "y"]}),
}
JOIN = "d = trips.merge(crews[['crew', 'allowance', 'price']], on='crew', how='left')\n"


def test_an_allowance_is_not_there_for_every_trip() -> None:
    program = JOIN + "d['left'] = d['allowance'] - d['fuel']\nd.groupby('crew')['left'].sum()"
    [told] = counted_again(program, TABLES)
    assert told == "`allowance` stands once for each crew in crews and is counted for every row: add the rows up first"


@pytest.mark.parametrize(
    "program",
    [
        JOIN + "d['cost'] = d['fuel'] * d['price']\nd.groupby('crew')['cost'].sum()",
        JOIN + "d['left'] = d['allowance'] - d['fuel']\nd.groupby('crew')['left'].min()",
        JOIN + "d.groupby('crew')['allowance'].first() - d.groupby('crew')['fuel'].sum()",
        "d = trips.merge(crews[['crew', 'boat']], on='crew')\nd['n'] = d['boat'] + d['crew']\nd['n'].sum()",
        "d['left'] = d['allowance'] - d['fuel']\nd['left'].sum()",
        "d = trips.merge(",
    ],
)
def test_other_sums_are_right(program: str) -> None:
    assert list(counted_again(program, TABLES)) == []


def test_people_are_not_there_for_every_trip() -> None:
    program = JOIN + "d.groupby('boat')['fuel'].sum() / d.groupby('boat')['allowance'].sum()"
    [told] = counted_again(program, TABLES)
    assert told.endswith("and is counted for every row: take each crew once first")
    once = JOIN + "d.groupby('crew')['fuel'].sum() / d.groupby('crew')['allowance'].first()"
    assert list(counted_again(once, TABLES)) == []


ROW_BY_ROW = JOIN + "d['ratio'] = d['fuel'] / d['allowance']\nd.groupby('boat')['ratio'].mean()"


def test_each_row_is_divided_by_all_of_what_stands_once() -> None:
    [told] = counted_again(ROW_BY_ROW, TABLES, "What is fuel divided by allowance for each boat?")
    once = "`allowance` stands once for each crew in crews and each row is divided by all of it"
    assert told == f"{once}: add both up where they stand, and divide the sums"
    assert list(counted_again(ROW_BY_ROW, TABLES, "What share of its allowance does a trip take on average?")) == []
