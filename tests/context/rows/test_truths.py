"""Which rows are counted, where a column of yes and no is named."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

CRATES = pd.DataFrame(
    {"crate": range(5), "seal_broken": ["y", "n", "n", "y", "n"], "cold": [True, False, True, True, False]}
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("In how many crates was the seal broken?", ["seal broken is crates['seal_broken'] == 'y'"]),
        ("How many crates are cold?", []),
        ("In how many crates was the seal not broken?", []),
        ("What is the number of crates by seal broken?", []),
        ("Show the crates whose seal was broken.", []),
        ("How many crates are there?", []),
    ],
)
def test_the_rows_that_say_yes(question: str, told: list[str]) -> None:
    lines = describe(question, {"crates": CRATES}, 700).splitlines()
    assert [line.removeprefix("Value: ") for line in lines if line.startswith("Value: ")] == told


def test_yes_in_two_spellings_is_not_told() -> None:
    crates = CRATES.assign(seal_broken=["yes", "no", "no", "YES", "no"])
    assert "Value" not in describe("In how many crates was the seal broken?", {"crates": crates}, 700)
