"""What was planned, taken for what came of it."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.planned import planned

TABLES = {
    "plots": pd.DataFrame({"plot": ["a", "b"], "target_kg": [30, 40]}),
    "crops": pd.DataFrame({"plot": ["a", "b"], "kilos": [28, 45]}),
}


def test_a_target_is_no_yield() -> None:
    [told] = planned("How many kilos did each plot bring?", "plots.groupby('plot')['target_kg'].sum()", TABLES)
    assert told.startswith("`target_kg` is what was planned")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("What is the total target?", "plots['target_kg'].sum()"),
        ("How many kilos did each plot bring?", "crops.groupby('plot')['kilos'].sum()"),
        ("How many kilos above?", "d = crops.merge(plots, on='plot')\n(d['kilos'] - d['target_kg']).sum()"),
        ("Which plot is the best?", "plots.nlargest(1, 'target_kg')"),
        ("How many kilos?", "plots['target_kg'].sum("),
    ],
)
def test_all_else_is_left_alone(question: str, program: str) -> None:
    assert list(planned(question, program, TABLES)) == []
