"""A table that is to be sorted keeps its rows."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import resized

SAID = "3 rows: kg by depot (Oslo 4; Moss 2; Hamar 9)"


@pytest.mark.parametrize("question", ["Sort that, the heaviest first.", "Now order them by kg.", "And rank these."])
def test_other_rows_are_not_those_that_were_to_be_sorted(question: str) -> None:
    [told] = resized(question, SAID, pd.DataFrame({"kg": range(8)}))
    assert told == "the table to sort has 3 rows, the answer has 8: sort what the program before came to"
    assert list(resized(question, SAID, pd.Series([1, 2, 3]))) == []


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Sort that and show only the first two.", SAID),
        ("Sort that, top 2.", SAID),
        ("Sort parcels by kg.", SAID),
        ("Sort that.", "42"),
        ("Sort that.", ""),
    ],
)
def test_what_leaves_room_is_left(question: str, said: str) -> None:
    assert list(resized(question, said, pd.Series([1, 2]))) == []
