"""A limit behind the name of a column of years is one of that column, not of a date."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

KILNS = pd.DataFrame({"kiln": ["a", "b", "c"], "built": [1988, 2003, 2015], "heat": [900, 1200, 1100]})
BURNS = pd.DataFrame({"kiln": list("aabbcc"), "on": ["2024-01-02", "2024-03-04"] * 3, "pots": [3, 4, 5, 6, 7, 8]})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many kilns were built before 1990?", "built before 1990 is kilns['built'] < 1990"),
        ("How many kilns built since 2003 are there?", "built since 2003 is kilns['built'] >= 2003"),
        ("Which kiln was built in 2015?", "built in 2015 is kilns['built'] == 2015"),
        ("How many pots came from kilns built after 2000?", "built after 2000 is d['built'] > 2000"),
    ],
)
def test_the_column_is_told(question: str, told: str) -> None:
    lines = describe(question, {"kilns": KILNS, "burns": BURNS}, 900).splitlines()
    assert f"Value: {told}" in lines
    assert not any("tidy.date" in line for line in lines if line.startswith(("Begin", "Part")))


@pytest.mark.parametrize(
    "question",
    [
        "How many kilns were built from 1990 to 2010?",
        "How many pots were burnt in 2024?",
        "What is the heat of the kilns in 2015?",
    ],
)
def test_other_years_are_not(question: str) -> None:
    assert "['built'] " not in describe(question, {"kilns": KILNS, "burns": BURNS}, 900)


def test_the_other_of_two_tables_may_have_a_column_year() -> None:
    stock = pd.DataFrame({"year": [2023, 2024], "clay": [4, 5]})
    told = describe("How many pots in burns per year?", {"burns": BURNS, "stock": stock}, 900)
    assert "Part: per year is d['on'].dt.year" in told
