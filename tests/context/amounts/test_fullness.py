"""How full something is, by what is taken of its room."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

TOURS = pd.DataFrame(
    {"tour_name": ["cave", "tower", "cave"], "guide": ["Ida", "Jon", "Jon"], "places": [20, 10, 20], "sold": [15, 4, 5]}
)


def parts(question: str, tours: pd.DataFrame = TOURS) -> list[str]:
    told = describe(question, {"tours": tours}, 2000)
    return [line.removeprefix("Part: ") for line in told.splitlines() if line.startswith("Part: how full")]


@pytest.mark.parametrize(
    ("question", "came"),
    [
        ("How full is each tour in percent?", {"cave": 50, "tower": 40}),
        ("What was the occupancy of tours per guide?", {"Ida": 75, "Jon": 30}),
        ("How well booked were the tours overall?", 48),
    ],
)
def test_what_is_taken_is_divided_by_the_room(question: str, came: object) -> None:
    [told] = parts(question)
    value = eval(told.partition(" is ")[2], {"tours": TOURS})
    assert (value.to_dict() if hasattr(value, "to_dict") else value) == came


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("How many were sold of each tour?", []),
        ("How full is each boat?", []),
        ("How full is each tour?", ["seats"]),
    ],
)
def test_nothing_is_told_where_that_is_not_asked_or_not_clear(question: str, more: list[str]) -> None:
    assert parts(question, TOURS.assign(**{name: [22, 12, 23] for name in more})) == []
