"""Shares of answers in each of many columns."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.context.amounts.batteries import asked_batteries
from husky_kernel.context.looked import Looked

ANSWERS = ["fine", "very fine", "bad", None]
MEALS = pd.DataFrame({"guest": list("abcd"), **{f"m{n}": ANSWERS[n:] + ANSWERS[:n] for n in range(1, 4)}})


def told(question: str) -> list[str]:
    return list(asked_batteries(question, Looked({"meals": MEALS}), ["meals"], []))


def test_of_each_column_and_of_those_who_answered() -> None:
    [part] = told("For each of m1 to m3, what share of those who answered says fine or very fine?")
    call = part.partition(" is ")[2]
    names: dict[str, Any] = {"meals": MEALS}
    assert eval(call, names).round(2).to_dict() == {"m1": 66.67, "m2": 66.67, "m3": 66.67}


def test_of_all_rows() -> None:
    [part] = told("What percentage says bad in each of m1 to m3?")
    assert (
        part
        == "the share of 'bad' in each of m1 to m3 is meals.loc[:, 'm1':'m3'].isin(['bad']).sum() / len(meals) * 100"
    )


@pytest.mark.parametrize(
    "question",
    ["How many say bad in each of m1 to m3?", "What share says bad in m2?", "What share of m1 to m3 lacks?"],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert told(question) == []
