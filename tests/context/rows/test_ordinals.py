"""What is at least so good."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

ANSWERS = ["very happy", "happy", "so-so", "unhappy", "Happy"]
POLL = pd.DataFrame({"voter": range(5), "answer": ANSWERS})


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many voters are at least happy?", 3),
        ("How many voters are happy or better?", 3),
        ("How many voters are happy?", 0),
        ("How many voters are at least 18?", 0),
    ],
)
def test_those_that_say_more_are_meant_too(question: str, count: int) -> None:
    told = [line for line in describe(question, {"poll": POLL}, 700).splitlines() if ".isin(" in line]
    assert len(told) == bool(count)
    assert all(int(eval(line.partition(" are ")[2], {"poll": POLL}).sum()) == count for line in told)
