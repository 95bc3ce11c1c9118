"""A column that is to be left out and is not there is no failure."""

from __future__ import annotations

import pandas as pd
import pytest
from failing import failure_of

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.columns.dropping import with_ignored

TABLE = pd.DataFrame({"a": [1], "b": [2]})


def test_the_column_may_be_missing() -> None:
    code = "t.drop(columns=['a', 'x']).sum()"
    repair = cured(code, failure_of(code, t=TABLE))
    assert repair is not None
    assert repair.text == "t.drop(columns=['a', 'x'], errors='ignore').sum()"
    assert eval(repair.text, {"t": TABLE}).tolist() == [2]


@pytest.mark.parametrize(
    "code", ["t.drop('x')", "t.drop(columns='x', level=0)", "t.drop(columns='x').drop(columns='y')", "t.drop("]
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_ignored(code, "KeyError: \"['x'] not found in axis\"") is None
    assert with_ignored("t.drop(columns='x')", "KeyError: 'x'") is None
