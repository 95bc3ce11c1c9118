"""Women and men by the letters of a column."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

CATS = pd.DataFrame({"cat": list("abcd"), "sex": ["f", "M", "F", "m"], "kg": [3, 5, 4, 6]})


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is the mean kg of the females?", ["a", "c"]),
        ("How heavy are the male cats?", ["b", "d"]),
        ("Compare the males and the females.", None),
        ("How many cats are there?", None),
    ],
)
def test_the_rows_are_told(question: str, rows: list[str] | None) -> None:
    told = [
        line.partition(" are ")[2] for line in describe(question, {"cats": CATS}, 700).splitlines() if ".isin(" in line
    ]
    assert [CATS["cat"][eval(call, {"cats": CATS})].tolist() for call in told] == ([rows] if rows else [])
