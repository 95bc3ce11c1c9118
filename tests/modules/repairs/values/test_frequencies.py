"""Periods are brought to longer ones as periods, not as dates."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured

DAMS = pd.DataFrame({"flow": [1, 2, 4, 8]}, index=pd.period_range("2023-11", periods=4, freq="M"))


@pytest.mark.parametrize(
    "code",
    [
        "dams.loc[dams.index.to_period('Q') == '2024Q1', 'flow'].sum()",
        "dams.loc[dams.index.to_series().dt.to_period('Q') == '2024Q1', 'flow'].sum()",
    ],
)
def test_a_quarter_of_months(code: str) -> None:
    space: dict[str, Any] = {"dams": DAMS}
    with pytest.raises(AttributeError) as failed:
        eval(code, space)
    repair = cured(code, f"AttributeError: {failed.value}")
    assert repair is not None
    assert repair.kind == "frequency"
    assert eval(repair.text, space) == 12


def test_dates_stay_as_they_are() -> None:
    assert cured("t.at.dt.to_period('Q')", "AttributeError: Can only use .dt accessor with datetimelike values") is None
