from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from watching import against

BIG = pd.DataFrame({"units": [4_000_000_000, 3], "cents": [4_000_000_000, 2], "box": ["a", "a"]})
SMALL = pd.DataFrame({"units": np.array([60_000, 3], dtype="int32"), "cents": np.array([70_000, 2], dtype="int32")})


@pytest.mark.parametrize("table", [BIG, SMALL], ids=["int64", "int32"])
def test_a_product_that_goes_round(table: pd.DataFrame) -> None:
    [text] = against("(t['units'] * t['cents']).sum()", t=table)
    assert text.startswith(f"`units` * `cents` is too large for {table['units'].dtype}: the result is wrong")


def test_sums_and_powers_that_go_round() -> None:
    huge = pd.DataFrame({"n": [2**62, 2**62, 5], "box": list("aab")})
    assert against("t['n'].sum()", t=huge)[0].startswith("the sum of `n` is too large")
    assert against("t.groupby('box')['n'].sum()", t=huge)[0].startswith("a sum of `n` is too large")
    assert against("t['n'] ** 2", t=huge)[0].startswith("`n` ** 2 is too large")
    assert against("t['n'] + t['n']", t=huge)[0].startswith("`n` + `n` is too large")


@pytest.mark.parametrize(
    "program",
    ["(t['units'].astype(float) * t['cents']).sum()", "t['units'].sum()", "t['units'] * 2", "t['units'] - t['cents']"],
)
def test_numbers_that_fit(program: str) -> None:
    assert against(program, t=BIG) == []
