"""Columns that count what their table is named for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

VISITS = pd.DataFrame(
    {"day": range(1, 7), "gate": list("ababab"), "count": ["1,200", "340", "2,100", "95", "1,010", "77"]}
)


@pytest.mark.parametrize(
    "question", ["How many visits were there by gate?", "Visits per gate.", "Which gate was visited most?"]
)
def test_they_are_added_up(question: str) -> None:
    told = describe(question, {"visits": VISITS}, 700)
    assert "Begin with: d = visits.assign(count=tidy.number(visits['count']))" in told
    assert "visits are counted in d['count']: add it up" in told


def test_nobody_speaks_of_them() -> None:
    assert "add it up" not in describe("How many gates are there?", {"visits": VISITS}, 700)
