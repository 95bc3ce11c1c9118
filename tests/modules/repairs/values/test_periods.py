"""Single times are put together by the period that is asked for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.modules.repairs import cured

FAILED = "It ran, but per month: 2 months, the line has 40 points."
VISITS = pd.DataFrame({"at": pd.date_range("2024-02-20", periods=40, freq="D"), "n": 1})


def test_a_month_is_a_row() -> None:
    repair = cured("d = visits.copy()\nd.groupby('at')['n'].sum()", FAILED)
    assert repair is not None
    assert repair.kind == "period"
    first, last = repair.text.split("\n")
    space = {"visits": VISITS, "tidy": tidy}
    exec(first, space)
    assert eval(last, space).tolist() == [10, 30]


@pytest.mark.parametrize(
    "code", ["d.groupby(['at', 'ward'])['n'].sum()", "visits().groupby('at').size()", "d['n'].sum()", "b ("]
)
def test_all_else_is_left_alone(code: str) -> None:
    assert cured(code, FAILED) is None
    assert cured("d.groupby('at').size()", "It ran, but per ward: 2 wards, the line has 40 points.") is None
