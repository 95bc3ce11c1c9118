"""Amounts that are asked for by their unit."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

CATCH = pd.DataFrame({"boat": ["a", "b", "a"], "landed": ["120 kg", "0.4 t", "88 kg"], "quota": [500, 600, 500]})
BOATS = pd.DataFrame({"boat": ["a", "b"], "port": ["Bude", "Looe"]})


@pytest.mark.parametrize(
    ("question", "unit"),
    [("How many tons did each port bring in?", "ton"), ("What came in, in kilograms, by port?", "kilogram")],
)
def test_the_column_is_the_one_in_such_a_unit(question: str, unit: str) -> None:
    told = describe(question, {"catch": CATCH, "boats": BOATS}, 900)
    assert f"Begin with: d = catch.assign(landed=tidy.number(catch['landed'], unit='{unit}'))" in told
    assert "d.merge(boats[['boat', 'port']]" in told


def test_of_two_columns_none_is_taken() -> None:
    more = CATCH.assign(thrown=["3 kg", "2 kg", "1 kg"])
    assert "Begin" not in describe("How many tons is it for boat a?", {"catch": more}, 900)
