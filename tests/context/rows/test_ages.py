"""Limits of age without the word."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

RIDERS = pd.DataFrame({"rider": list("abcd"), "age": [12, "?", 40, 17], "bikes": [1, 2, 3, 25]})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people are under 18?", "under 18 is d['age'] < 18"),
        ("How many members older than 65 came by bus?", "older than 65 is d['age'] > 65"),
        ("Who is at least 40 years old?", "at least 40 is d['age'] >= 40"),
        ("How old are the riders on average?", "how old is d['age']"),
        ("How many members have more bikes than 20?", ""),
        ("How many members have over 20 bikes?", ""),
        ("How many bikes are over 20?", ""),
    ],
)
def test_the_ages_are_meant(question: str, told: str) -> None:
    lines = describe(question, {"riders": RIDERS}, 700).splitlines()
    assert [line.removeprefix("Value: ") for line in lines if "['age']" in line and "Value" in line] == [told] * bool(
        told
    )
    assert any("age=tidy.number(riders['age'])" in line for line in lines) == bool(told)


def test_whose_age_it_is_may_stand_in_its_name() -> None:
    sales = pd.DataFrame({"buyer_age": [31, 44, -1, 58, -1, 27], "price": [3, 4, 5, 6, 7, 8]})
    told = describe("How old are the buyers on average?", {"sales": sales}, 700)
    assert "Begin with: d = sales.assign(buyer_age=tidy.missing(sales['buyer_age']))" in told
    assert "how old is d['buyer_age']" in told
    assert "how old" not in describe("How old are the buyers?", {"sales": sales, "others": sales.copy()}, 700)
