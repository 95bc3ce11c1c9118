"""Percent times 100, and thousands times 1,000."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import held_already, scaled_twice

TABLE = pd.DataFrame(
    {"fee": ["10 %", "12%", "3%"], "views": ["5k", "1.2M", "310"], "kg": ["5", "6", "7"], "n": [1, 2, 3]}
)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("tidy.number(t['fee']).mean() * 100", "`fee` is in percent already: leave out `* 100`"),
        (
            "t = t.assign(fee=tidy.number(t['fee']))\nt['fee'].mean()*100",
            "`fee` is in percent already: leave out `*100`",
        ),
        ("tidy.number(t.views).sum() / 1e6", "`views` is multiplied out already: leave out `/ 1e6`"),
        ("tidy.number(t['views']).sum() * 1000", "`views` is multiplied out already: leave out `* 1000`"),
    ],
)
def test_a_scale_that_the_numbers_have_already(program: str, told: str) -> None:
    assert list(scaled_twice("What is it?", program, {"t": TABLE})) == [f"what tidy.number gives of {told}"]


def test_one_thousand_among_plain_numbers_is_enough_unless_thousands_are_asked_for() -> None:
    table = pd.DataFrame({"paid": ["12k", "310", "95", "1,200"]})
    program = "d = t.assign(paid=tidy.number(t['paid']))\nd['paid'].sum() / 1000"
    told = ["what tidy.number gives of `paid` is multiplied out already: leave out `/ 1000`"]
    assert list(scaled_twice("What was paid? k means thousand.", program, {"t": table})) == told
    assert list(scaled_twice("What was paid, in thousands?", program, {"t": table})) == []


@pytest.mark.parametrize(
    "program",
    [
        "tidy.number(t['fee']).mean()",
        "tidy.number(t['fee']).mean() * 1000",
        "(tidy.number(t['views']) > 1000).mean() * 100",
        "tidy.number(t['kg']).mean() * 100",
        "t['n'].mean() * 100",
    ],
)
def test_what_is_a_calculation_of_its_own(program: str) -> None:
    assert list(scaled_twice("What is it?", program, {"t": TABLE})) == []


STAYS = pd.DataFrame({"minutes": [5, 60], "kg": [1.5, 2.0], "hours": [1, 2], "name": ["a", "b"]})


@pytest.mark.parametrize(
    ("question", "program", "told"),
    [
        ("How long are they, in minutes?", "t['minutes'].mean() / 60", "`minutes` holds minutes"),
        ("What do they weigh in kg?", "t.kg.sum() / 1000", "`kg` holds kg"),
    ],
)
def test_a_unit_that_the_column_has_already(question: str, program: str, told: str) -> None:
    [found] = held_already(question, program, {"t": STAYS})
    assert found.startswith(f"{told} already, which are asked for: leave out `/ ")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How long are they, in hours?", "t['minutes'].mean() / 60"),
        ("How long are they, in minutes?", "t['hours'].mean() * 60"),
        ("How long are they, in minutes?", "(t['minutes'] + t['hours'] * 60).mean()"),
        ("How long are they, in minutes?", "t['minutes'].mean()"),
        ("How long are they?", "t['minutes'].mean() / 60"),
    ],
)
def test_another_unit_than_that_of_the_column_may_be_made(question: str, program: str) -> None:
    assert list(held_already(question, program, {"t": STAYS})) == []
