"""So many rows of a table, the largest or the smallest."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

TRIPS = pd.DataFrame(
    {"nr": [11, 12, 13, 14], "took": ["1 h", "3 h 5 min", "20 min", "2 h"], "fare": ["€5", "€9", "€2", "€12"]}
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which two trips took the longest?", [12, 14]),
        ("Which two trips were the most expensive?", [14, 12]),
        ("Show the two trips with the lowest fare.", [13, 11]),
    ],
)
def test_they_are_told(question: str, rows: list[int]) -> None:
    told = describe(question, {"trips": TRIPS}, 700).splitlines()
    names: dict[str, Any] = {"trips": TRIPS, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition(" trips are ")[2] for line in told if ".nlargest(" in line or ".nsmallest(" in line]
    assert eval(part, names)["nr"].tolist() == rows


@pytest.mark.parametrize("question", ["Which trip took the longest?", "Which two fares are the highest of each nr?"])
def test_nothing_else_is(question: str) -> None:
    assert "nlargest" not in describe(question, {"trips": TRIPS}, 700)
