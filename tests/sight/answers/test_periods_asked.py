"""Rows "per week" are one a week."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from husky_kernel.sight import expected, misfits, undated
from husky_kernel.sight.charts.figures import read_figure

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
    plt.close("all")  # else it is drawn into what another test has left
    axes = VISITS.resample(freq).sum().plot(kind="line")
    drawn = read_figure(axes.figure)
    plt.close("all")
    assert misfits(expected("Plot the visits per week as a line."), None, [drawn]) == told


SALES = pd.DataFrame({"sold": ["3.1.2024", "14.2.2024", "25.2.2024"], "eur": [3, 4, 5], "stall": ["a", "b", "a"]})


def test_a_program_without_dates_gives_nothing_by_the_month() -> None:
    asked = expected("How much was sold for each month?")
    told = "per month: the program looks at no dates; they are in sales['sold']"
    assert list(undated(asked, "sales.groupby('stall')['eur'].sum()", {"sales": SALES})) == [told]


@pytest.mark.parametrize(
    ("question", "program", "tables"),
    [
        (
            "How much was sold for each month?",
            "sales.groupby(tidy.date(sales['sold']).dt.month).sum()",
            {"sales": SALES},
        ),
        ("How much was sold for each month?", "sales.groupby(sales.sold.str[-7:]).sum()", {"sales": SALES}),
        ("How much was sold for each month?", "t.groupby('month').sum()", {"t": SALES.assign(month=[1, 2, 2])}),
        ("How much was sold for each month?", "t.groupby('stall').sum()", {"t": SALES.drop(columns="sold")}),
        ("How much was sold for each stall?", "sales.groupby('stall')['eur'].sum()", {"sales": SALES}),
    ],
)
def test_nothing_is_told_of_others(question: str, program: str, tables: dict[str, pd.DataFrame]) -> None:
    assert not list(undated(expected(question), program, tables))


def test_daily_goes_by_dates_as_per_day_does() -> None:
    [told] = undated(expected("Draw the daily sum as a line."), "sales.groupby('stall')['eur'].sum()", {"sales": SALES})
    assert told.startswith("per day: the program looks at no dates")


def test_a_chart_of_nothing_but_0_is_told() -> None:
    figure, axes = plt.subplots()
    axes.bar(["Monday", "Tuesday", "Sunday"], [0, 0, 0])
    drawn = read_figure(figure)
    plt.close(figure)
    [told] = misfits(expected("Show the visits per weekday as bars."), None, [drawn])
    assert told.startswith("all that was drawn is 0")


WEEK = {"Monday": 3, "Sunday": 4, "Tuesday": 9}


@pytest.mark.parametrize(
    ("question", "counts", "told"),
    [
        ("Show the visits per weekday as bars.", WEEK, "the weekdays are not in their order"),
        (
            "Draw a bar chart of visits by month.",
            {"April": 3, "August": 4, "February": 2, "January": 9},
            "the months are not in",
        ),
        ("Show the visits per weekday as bars.", {"Sunday": 4, "Monday": 3, "Tuesday": 9}, ""),
        ("Show the visits per weekday as bars, sorted by visits.", WEEK, ""),
        ("Show the visits per town as bars.", {"Ulm": 3, "Aix": 4, "Rom": 9}, ""),
    ],
)
def test_weekdays_and_months_of_a_chart_are_in_their_order(question: str, counts: dict[str, int], told: str) -> None:
    figure, axes = plt.subplots()
    axes.bar([*counts], [*counts.values()])
    drawn = read_figure(figure)
    plt.close(figure)
    found = misfits(expected(question), None, [drawn])
    assert bool(told) == bool(found)
    assert told in " ".join(found)
