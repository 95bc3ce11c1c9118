"""The correlation of two columns."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

DAYS = pd.DataFrame({"temp": [1.0, 2.0, 4.0, 3.0], "rain": ["10 %", "20 %", "15 %", "5 %"], "site": list("abcd")})


@pytest.mark.parametrize(
    "question",
    ["How strong is the correlation between temperature and rain?", "What is the correlation of rain with the temp?"],
)
def test_it_is_told(question: str) -> None:
    told = describe(question, {"days": DAYS}, 700)
    assert "Part: the correlation of " in told
    assert "d['temp'].corr(d['rain'])" in told or "d['rain'].corr(d['temp'])" in told


def test_of_a_text_it_is_not() -> None:
    assert "correlation of" not in describe("What is the correlation between rain and site?", {"days": DAYS}, 700)
