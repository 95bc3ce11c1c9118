"""Numbers of rows that are added up."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.numbered import numbered, unasked_range

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


def test_numbered_columns_that_nobody_asked_for() -> None:
    program = "t.loc[:, 'v001':'v058'].sum().sum()"
    assert [*unasked_range("What is the total number of crews?", program)] == [
        "the question does not speak of the columns 'v001':'v058': take the column that it names"
    ]
    assert [*unasked_range("What is the total of v001 to v058?", program)] == []
    assert [*unasked_range("How many answered all twelve questions?", "t.loc[:, 'q1':'q12'].notna()")] == []
