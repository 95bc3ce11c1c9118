"""Conditions with a limit."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.looked import Looked
from husky_kernel.context.rows.conditions import asked_conditions
from husky_kernel.context.variables import describe

BOOKS = pd.DataFrame({"title": ["a", "b", "c", "d"], "pages": [120, 340, 90, 210], "stars": [4.5, 3.0, 4.0, 5.0]})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which books have stars above 4.2?", ["stars above 4.2 is books['stars'] > 4.2"]),
        ("How many have more than 200 pages?", ["more than 200 pages is books['pages'] > 200"]),
        (
            "What percentage of the books has at least 100 pages?",
            [
                "at least 100 pages is books['pages'] >= 100",
                "the share of books is books['pages'].ge(100).mean() * 100",
            ],
        ),
        ("Which share of the readers gave more than 4 marks?", []),
        ("How many books are there?", []),
    ],
)
def test_the_condition_is_told(question: str, told: list[str]) -> None:
    assert list(asked_conditions(question, Looked({"books": BOOKS}), ["books"], [])) == told


def test_a_limit_in_percent_is_one_of_the_only_column_in_percent() -> None:
    books = BOOKS.assign(read=["50 %", "80 %", "75 %", "90 %"])
    told = describe("In how many books is more than 80 % read?", {"books": books}, 700)
    assert "more than 80 % is d['read'] > 80" in told
    assert "is a value of" not in told
