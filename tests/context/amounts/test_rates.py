"""A quotient by a unit of measure is told where one column is in that unit."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

PLOTS = pd.DataFrame(
    {
        "plot": ["a", "b", "c", "d"],
        "price": ["900 €", "1.200 €", "750 €", "990 €"],
        "area": ["30 m²", "41 m²", "28 m²", "30 m²"],
        "trees": [2, 3, 2, 5],
    }
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What is the mean price per square metre?", "price per square metre is d['price'] / d['area']"),
        ("Which plot of plots has most trees per m²?", "trees per m² is d['trees'] / d['area']"),
        ("What is the mean price per sqm by number of trees?", "price per sqm is d['price'] / d['area']"),
    ],
)
def test_what_is_divided_by_what(question: str, told: str) -> None:
    assert glance(describe(question, {"plots": PLOTS}, 700)).endswith(told)


@pytest.mark.parametrize("question", ["What is the mean price per plot?", "What is the mean price per litre?"])
def test_other_quotients_are_not_told(question: str) -> None:
    assert " / " not in glance(describe(question, {"plots": PLOTS}, 700))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "What is the overall ratio in percent, trees divided by price?",
            "overall it is d['trees'].sum() / d['price'].sum() * 100",
        ),
        ("How many trees per area are there in total?", "overall it is d['trees'].sum() / d['area'].sum()"),
    ],
)
def test_over_all_rows_it_is_the_sums_that_are_divided(question: str, told: str) -> None:
    assert told in glance(describe(question, {"plots": PLOTS}, 700))


def test_row_by_row_it_is_not_told() -> None:
    assert "overall" not in describe("What is trees divided by price, plot by plot?", {"plots": PLOTS}, 700)


def test_what_has_no_value_has_no_weight() -> None:
    plots = pd.DataFrame({"price": ["4", "n/a", "6", "5"], "trees": [10, 20, 30, 5]})
    told = describe("What is the mean price, weighted by trees?", {"plots": plots}, 700)
    call = "d['price'].mul(d['trees']).sum() / d['trees'][d['price'].notna()].sum()"
    assert f"price weighted by trees is {call}" in told
    d = plots.assign(price=tidy.number(plots["price"]))
    assert eval(call, {"d": d}) == pytest.approx((40 + 180 + 25) / 45)


@pytest.mark.parametrize(
    "question",
    ["What is the mean price, weighted by trees?", "What is the mean price in plots? Weight price by trees."],
)
def test_how_an_average_is_weighted(question: str) -> None:
    told = glance(describe(question, {"plots": PLOTS}, 700))
    assert "price weighted by trees is d['price'].mul(d['trees']).sum() / d['trees'].sum()" in told
