"""A function that takes lists is not given missing values."""

from __future__ import annotations

import pandas as pd
import pytest
from failing import failure_of

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.present import with_present


@pytest.mark.parametrize("empty", [None, float("nan")])
def test_missing_values_are_left_out(empty: object) -> None:
    table = pd.DataFrame({"inks": [["red", "tan"], empty, ["red"]]})
    code = "int(t['inks'].apply(lambda inks: 'red' in inks).sum())"
    repair = cured(code, failure_of(code, t=table))
    assert repair is not None
    assert repair.text == "int(t['inks'].dropna().apply(lambda inks: 'red' in inks).sum())"
    assert eval(repair.text, {"t": table}) == 2


@pytest.mark.parametrize("code", ["sum(x for x in t)", "t.a.apply(f) + t.b.apply(f)", "t.apply(", ""])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_present(code, "TypeError: argument of type 'NoneType' is not iterable") is None
    assert with_present("t.a.apply(f)", "TypeError: unsupported operand") is None
