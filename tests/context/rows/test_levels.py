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
    [told] = [line for line in describe(question, {"beds": BEDS}, 700).splitlines() if line.startswith("Value: ")]
    found: Any = eval(told.partition(" is ")[2], {"beds": BEDS})
    assert found.sum() == total if found.ndim == 1 else found.sum().sum() == total


def test_plain_columns_need_nothing() -> None:
    assert "Value" not in describe("What is the total grown?", {"beds": pd.DataFrame({"grown": [1, 2]})}, 700)
