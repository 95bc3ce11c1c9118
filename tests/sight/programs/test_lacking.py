"""Rows without a partner of the table that is asked about, not of the other one."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.programs.lacking import lacking

TABLES = {"boats": pd.DataFrame({"boat": ["a", "b"]}), "trips": pd.DataFrame({"boat": ["a"], "km": [4]})}
WRONG = "trips[~trips['boat'].isin(boats['boat'])]['boat'].unique().tolist()"


def test_the_other_table_is_taken() -> None:
    told = "rows of `trips` without boats are taken: boats without trips are asked for"
    assert list(lacking("Which boats made no trips?", WRONG, TABLES)) == [told]
    assert list(lacking("How many boats never made a trip?", WRONG, TABLES)) == [told]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("Which boats made no trips?", "boats[~boats['boat'].isin(trips['boat'])]"),
        ("Which trips have no boat?", WRONG),
        ("Which boats made trips?", WRONG),
        ("Which sailors made no trips?", WRONG),
        ("Which boats made no trips?", "boats["),
    ],
)
def test_nothing_else_is_told(question: str, program: str) -> None:
    assert list(lacking(question, program, TABLES)) == []
