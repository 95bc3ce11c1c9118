"""The product of two columns that a question names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from husky_kernel.context.variables import describe

SHIFTS = pd.DataFrame({"hours": np.array([90_000, 90_000, 2], dtype="int32"), "Rate": [90_000, 1, 2], "kind": [*"abc"]})


def told(question: str) -> list[str]:
    lines = describe(question, {"shifts": SHIFTS}, 700).splitlines()
    return [line.removeprefix("Part: ") for line in lines if line.startswith("Part: ")]


def test_the_total_is_added_up_and_does_not_wrap() -> None:
    (part,) = told("What is the total of hours times rate in shifts?")
    assert part.startswith("the total of hours times rate is ")
    call = part.partition(" is ")[2]
    assert eval(call, {"shifts": SHIFTS}) == 90_000 * 90_000 + 90_000 + 4


@pytest.mark.parametrize("question", ["What is hours x rate for each row?", "Show hours multiplied by the rate."])
def test_a_product_of_each_row(question: str) -> None:
    (part,) = told(question)
    call = part.partition(" is ")[2]
    assert eval(call, {"shifts": SHIFTS}).tolist() == [90_000 * 90_000, 90_000, 4]


@pytest.mark.parametrize("question", ["How many times did kind a occur?", "What is kind times rate?", "Sum of hours?"])
def test_other_words_are_no_product(question: str) -> None:
    assert not any("*" in part for part in told(question))
