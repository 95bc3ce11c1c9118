"""Rows that a question says are there twice by mistake are taken once."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

BILLS = pd.DataFrame({"bill": ["b1", "b2", "b2", "b3"], "sum": ["1 €", "2 €", "2 €", "3 €"]})


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("What is the total of the bills? Some were entered twice by mistake.", 3),
        ("What is the sum of the bills without duplicates?", 3),
        ("How many bills are there twice?", 4),
        ("What is the total of the bills?", 4),
    ],
)
def test_each_is_taken_once(question: str, rows: int) -> None:
    told = describe(question, {"bills": BILLS}, 700).splitlines()
    names: dict[str, Any] = {"bills": BILLS, "tidy": tidy, "d": BILLS}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    assert len(names["d"]) == rows


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Remove the rows of bills that are in it twice, then give the total.", True),
        ("Drop the duplicates from bills.", True),
        ("Drop the duplicates of bills with the same bill.", False),
        ("Delete what is twice in bills, keep the last one.", False),
    ],
)
def test_how_rows_are_taken_out_is_told(question: str, told: bool) -> None:
    line = "the rows once are bills = bills.drop_duplicates()"
    assert (line in describe(question, {"bills": BILLS}, 700)) is told
    assert line not in describe(question, {"bills": BILLS.drop_duplicates()}, 700)


def test_a_change_is_begun_by_the_program() -> None:
    told = describe("Remove the bills that were entered twice by mistake.", {"bills": BILLS}, 700)
    assert "the rows once are bills = bills.drop_duplicates()" in told
    assert "Begin with" not in told
