"""Who did the most of something is told after the rows of each are put together."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import ungathered

CATCH = pd.DataFrame({"fisher": ["a", "b", "a", "c"], "pounds": [30, 50, 40, 20], "boat": ["k", "l", "m", "n"]})
TOLD = ["each `fisher` has several rows: put them together first, catch.groupby('fisher')"]
ROWS = "catch.sort_values('pounds', ascending=False).head(2)['fisher']"


@pytest.mark.parametrize(
    "question",
    [
        "Which fisher caught the most?",
        "Which two fishers caught the most? The best one first.",
        "Which fishers landed the fewest pounds?",
        "Which fisher brought in the most in May?",
    ],
)
def test_single_rows_are_not_all_that_somebody_did(question: str) -> None:
    assert list(ungathered(question, ROWS, {"catch": CATCH})) == TOLD


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("Which fisher caught the most?", "catch.groupby('fisher')['pounds'].sum().idxmax()"),
        ("Which fisher went out the most?", "catch['fisher'].value_counts().idxmax()"),
        ("Which fisher has the most expensive boat?", ROWS),
        ("Which fisher made the largest catch?", ROWS),
        ("Which boat caught the most?", "catch.loc[catch['pounds'].idxmax(), 'boat']"),
        ("Which fisher caught the most?", "catch ("),
        ("How much did fishers catch at most?", "catch['pounds'].max()"),
    ],
)
def test_what_is_put_together_or_is_one_row_is_left(question: str, program: str) -> None:
    assert list(ungathered(question, program, {"catch": CATCH})) == []
