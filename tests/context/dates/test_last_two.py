"""The last period and the one before it."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

MILK = pd.DataFrame(
    {"day": ["01.03.2031", "09.03.2031", "12.04.2031", "13.04.2031"], "litres": ["12,5", "3,0", "9,5", "3,0"]}
)


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("By how many percent did the last month differ from the month before?", "t.pct_change().iloc[-1] * 100"),
        ("How much more milk came in the last month than in the previous one?", "t.iloc[-1] - t.iloc[-2]"),
    ],
)
def test_it_is_told_how_they_are_compared(question: str, end: str) -> None:
    told = describe(question, {"milk": MILK}, 900)
    assert "Begin with: d = milk.assign(" in told
    assert "litres=tidy.number(milk['litres'])" in told
    groups = "t = d.groupby(d['day'].dt.to_period('M'))['litres'].sum()"
    assert f"Part: by month it is {groups}, the last one compared {end}" in told


def test_one_period_alone_is_not_compared() -> None:
    assert "iloc[-2]" not in describe("How much milk came in the last month?", {"milk": MILK}, 900)
