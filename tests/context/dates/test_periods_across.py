"""Tables with a column for each period."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

SALES = pd.DataFrame({"shop": ["a", "b"], "Jan": [1, 2], "Feb": [3, 4], "Mar": [5, 6], "note": ["x", "y"]})
YEARS = pd.DataFrame({"shop": ["a", "b"], "2021": [1, 2], "rent": [9, 9], "2022": [3, 4], "2023": [5, 6]})
WEEKS = pd.DataFrame({"who": ["a", "b"], "week 1": [1, 2], "week 2": [3, 4], "week 3": [5, 6]})


@pytest.mark.parametrize(
    ("question", "table", "told"),
    [
        ("Which month of t was best?", SALES, "the months are the columns t.loc[:, 'Jan':'Mar'], .sum() adds up each"),
        ("What is the total of t per year?", YEARS, "the years are the columns t[['2021', '2022', '2023']]"),
        ("Which week of t was worst?", WEEKS, "the weeks are the columns t.loc[:, 'week 1':'week 3']"),
    ],
)
def test_the_columns_are_told(question: str, table: pd.DataFrame, told: str) -> None:
    assert told in glance(describe(question, {"t": table}, 700))


@pytest.mark.parametrize("question", ["Which shop of t was best?", "What is the total of t per year?"])
def test_of_other_periods_they_are_not(question: str) -> None:
    assert "are the columns" not in describe(question, {"t": SALES}, 700)
