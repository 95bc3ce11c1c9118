"""Columns of two levels that a question names."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

COLUMNS = pd.MultiIndex.from_product([[2031, 2032], ["planned", "grown"]])
BEDS = pd.DataFrame([[1, 2, 3, 4], [5, 6, 7, 8]], index=["a", "b"], columns=COLUMNS)


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("What is the total grown in 2032 in beds?", 12),
        ("What is the total planned in beds in 2031?", 6),
        ("What is the total grown in beds?", 20),
    ],
)
def test_the_column_is_told(question: str, total: int) -> None:
    lines = describe(question, {"beds": BEDS}, 700).splitlines()
    [told] = [line for line in lines if line.startswith("Value: ")]
    space: dict[str, Any] = {"beds": BEDS}
    for line in lines:
        if line.startswith("Begin with: "):
            exec(line.removeprefix("Begin with: "), space)
    found: Any = eval(told.partition(" is ")[2], space)
    assert found.sum() == total if found.ndim == 1 else found.sum().sum() == total


def test_one_column_gets_a_name() -> None:
    told = describe("What is the total grown in 2032 in beds?", {"beds": BEDS}, 700)
    assert "Begin with: grown_2032 = beds[(2032, 'grown')]" in told
    assert told.endswith("Value: 2032 grown is grown_2032")
    assert "Begin with" not in describe("What is the total grown in beds?", {"beds": BEDS}, 700)


def test_plain_columns_need_nothing() -> None:
    assert "Value" not in describe("What is the total grown?", {"beds": pd.DataFrame({"grown": [1, 2]})}, 700)
