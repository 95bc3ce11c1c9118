"""Which summary a question asks for, and whether a program computes it."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.agent.types import Task
from husky_kernel.modules.doubts import doubt
from husky_kernel.modules.repairs.asked.asked_summary import missing_summary

CONTEXT = "Variables:\ndf: DataFrame, 9 rows x 2 columns\n  'week' (int64): 1 … 9; 'highest mark' (int64): 1 … 5"


@pytest.mark.parametrize(
    ("question", "program", "missing"),
    [
        ("What is the average week?", "df['week'] == 3", "average"),
        ("What is the average week?", "df['week'].mean()", None),
        ("What is the average week?", "df['week'].agg('mean')", None),
        ("What is the average week?", "sum(df.week) / len(df)", None),
        ("What is the Average week?", "df['week'].sum()", "average"),
        ("What is the lowest week?", "df['week'].iloc[0]", "lowest"),
        ("Which is the minimum week?", "df['week'].min()", None),
        ("Which is the smallest week?", "df.sort_values('week').iloc[0]", None),
        ("What is the largest week?", "df['week'].min()", "largest"),
        ("What is the largest week?", "df.loc[df['week'].idxmax()]", None),
        ("What is the highest mark of week 3?", "df[df['week'] == 3]['highest mark'].iloc[0]", None),
        ("What is the total week?", "df['week'].count()", None),
        ("Which week?", "df", None),
    ],
)
def test_a_summary_that_is_asked_for_is_computed(question: str, program: str, missing: str | None) -> None:
    assert missing_summary(ast.parse(program), question, CONTEXT) == missing


def test_a_first_program_without_it_is_doubted() -> None:
    found = doubt("df['week'].sum()", Task("What is the average week?", CONTEXT))
    assert found is not None
    assert found.failure == "the question asks for the average, which the program does not compute"


def test_an_abbreviated_column_is_no_summary() -> None:
    context = (
        "Variables:\ndf: DataFrame, 9 rows x 2 columns\n  'year' (int64): 1 … 9; 'avg. finish' (float64): 1.0 … 5.5"
    )
    program = "df[df['year'] == 3]['avg. finish'].iloc[0]"
    assert missing_summary(ast.parse(program), "What was the average finish in year 3?", context) is None
