"""What numbers the rows is not added up."""

from __future__ import annotations

import pandas as pd
import pytest
from watching import against

GUESTS = pd.DataFrame(
    {"guest": range(11, 17), "table": list("aabbcc"), "qty": range(1, 7), "age": [30, 41, 22, 9, 60, 7]}
)


@pytest.mark.parametrize(
    "program",
    ["guests['guest'].sum()", "guests[guests['age'] > 20]['guest'].sum()", "guests.groupby('table')['guest'].sum()"],
)
def test_numbers_of_rows_are_added_up(program: str) -> None:
    assert against(program, guests=GUESTS) == [
        "guests['guest'] numbers the rows, and its sum says nothing: count the rows instead"
    ]


@pytest.mark.parametrize("program", ["guests['qty'].sum()", "guests['age'].sum()", "guests['guest'].max()"])
def test_amounts_are(program: str) -> None:
    assert against(program, guests=GUESTS) == []
