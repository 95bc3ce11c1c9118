"""Limits in another unit than the column's."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.conditions.limits import limits_asked, misread_limits

RIDES = pd.DataFrame({"ride": [1, 2], "minutes": [30, 95], "track_m": [1200, 800], "kg": [4.0, 7.5]})


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("How many rides took longer than an hour?", "minutes", 60),
        ("Which took less than half an hour?", "minutes", 30),
        ("Which are longer than 1.5 km?", "track_m", 1500),
        ("How many weigh over 500 grams?", "kg", 0.5),
    ],
)
def test_what_they_are_in_the_column(question: str, column: str, value: float) -> None:
    [limit] = limits_asked(question, {"rides": RIDES})
    assert (limit.column, limit.value) == (column, value)


def test_a_number_taken_as_it_stands_is_told() -> None:
    question = "How many rides took longer than two hours?"
    [told] = misread_limits(question, "(rides['minutes'] > 2).sum()", {"rides": RIDES})
    assert told == "two hours: `minutes` is compared with 2, it is 120"
    assert list(misread_limits(question, "(rides['minutes'] > 120).sum()", {"rides": RIDES})) == []
    assert list(misread_limits(question, "(rides['minutes'] / 60 > 2", {"rides": RIDES})) == []


@pytest.mark.parametrize("question", ["How many took longer than 40 minutes?", "Which 3 rides?", "How many a day?"])
def test_the_same_unit_and_other_words_are_left_alone(question: str) -> None:
    assert list(limits_asked(question, {"rides": RIDES})) == []
