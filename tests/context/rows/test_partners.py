"""Rows are taken by a value of another table that has a row more than once for each: no join counts them twice."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

LOANS = pd.DataFrame({"loan": [1, 2, 3, 4], "reader": ["r1", "r2", "r1", "r3"]})
HOMES = pd.DataFrame({"reader": ["r1", "r1", "r2", "r3"], "town": ["Ayr", "Ayr", "Ayr", "Bude"], "kind": list("hwhh")})


def test_the_rows_are_told() -> None:
    told = describe("How many loans did readers from Ayr take?", {"loans": LOANS, "homes": HOMES}, 900)
    [part] = [line.removeprefix("Part: loans of Ayr are ") for line in told.splitlines() if "isin" in line]
    assert eval(part, {"loans": LOANS, "homes": HOMES})["loan"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("question", "homes"),
    [
        ("How many loans did readers from Ayr take?", HOMES.drop_duplicates("reader")),
        ("How many loans are there?", HOMES),
        ("How many homes are in Ayr?", HOMES),
    ],
)
def test_nothing_else_is(question: str, homes: pd.DataFrame) -> None:
    assert ".isin(" not in describe(question, {"loans": LOANS, "homes": homes}, 900)
