"""Rows "per week" are one a week."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from husky_kernel.sight import expected, misfits
from husky_kernel.sight.figures import read_figure

DAYS = pd.date_range("2024-02-26", periods=30, freq="D")
VISITS = pd.Series(range(30), index=DAYS, name="visits")


@pytest.mark.parametrize(
    ("question", "value", "told"),
    [
        ("What are the total visits per week?", VISITS, "per week: 5 weeks, the answer has 30 rows"),
        ("What are the total visits for each month?", VISITS.reset_index(), "per month: 2 months, the answer has 30"),
        ("What are the total visits per week?", VISITS.resample("W").sum(), ""),
        ("What are the total visits per month?", VISITS.groupby(DAYS.to_period("M")).sum(), ""),
        ("What are the total visits per month?", VISITS.groupby(DAYS.month).sum(), ""),
        ("What are the total visits per day?", VISITS.groupby(DAYS.date).sum(), ""),
        ("What are the total visits per month?", VISITS.groupby(DAYS.date).sum(), "per month: 2 months"),
        ("What are the total visits per month and ward?", VISITS.reset_index(), ""),
    ],
)
def test_a_row_a_period(question: str, value: object, told: str) -> None:
    found = misfits(expected(question), value)
    assert [text.startswith(told) for text in found] == [True] * bool(told)


@pytest.mark.parametrize(("freq", "told"), [("D", ("per week: 5 weeks, the line has 30 points",)), ("W", ())])
def test_a_point_a_period(freq: str, told: tuple[str, ...]) -> None:
    axes = VISITS.resample(freq).sum().plot(kind="line")
    drawn = read_figure(axes.figure)
    plt.close("all")
    assert misfits(expected("Plot the visits per week as a line."), None, [drawn]) == told
