"""Numbers of rows that are added up."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.numbered import numbered

TABLES = {"jobs": pd.DataFrame({"no": range(1, 21), "hours": [3, 5] * 10, "crew": list("ab") * 10})}


@pytest.mark.parametrize(
    "program",
    [
        "jobs[jobs['crew'] == 'a']['no'].sum()",
        "d = jobs.copy()\nd.groupby('crew')['no'].mean()",
        "jobs.loc[jobs['crew'] == 'a', 'no'].sum() / jobs['no'].sum() * 100",
    ],
)
def test_the_sum_of_numbers_says_nothing(program: str) -> None:
    [told] = numbered("What share of the jobs did crew a do?", program, TABLES)
    assert told.startswith("`no` numbers the rows, its ")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("What is the sum of no?", "jobs['no'].sum()"),
        ("How many hours?", "jobs['hours'].sum()"),
        ("How many jobs?", "jobs['no'].count()"),
        ("How many jobs?", "jobs['no'].sum("),
    ],
)
def test_other_sums_say_something(question: str, program: str) -> None:
    assert list(numbered(question, program, TABLES)) == []
