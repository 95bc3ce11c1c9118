"""Programs that end with the rows themselves where it is asked how many they are."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.asked.counting import with_count

FAILED = "It ran, but how many: the answer is a table of 2 rows."
BOATS = pd.DataFrame({"boat": ["a", "b", "a", "c"], "crew": [3, 5, 4, 2]})


@pytest.mark.parametrize(
    "code",
    [
        "n = boats.groupby('boat').size()\nn[n < 2]",
        "boats[boats['crew'] > 3]",
        "boats.loc[(boats['crew'] > 2) & (boats['crew'] < 5), 'boat']",
        "boats[boats['boat'].isin(['a'])]['crew']",
        "boats.query('crew > 3')",
        "boats[~(boats['crew'] < 4)]",
        "boats[(boats['crew'] > 3)].count()",
    ],
)
def test_selected_rows_are_counted(code: str) -> None:
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "count"
    *head, last = repair.text.split("\n")
    space = {"boats": BOATS}
    exec("\n".join(head), space)
    assert eval(last, space) == 2


@pytest.mark.parametrize(
    "code",
    [
        "boats",
        "boats.count()",
        "boats.groupby('boat').count()",
        "boats['boat'].count()",
        "boats.groupby('boat').size()",
        "boats['boat']",
        "boats.loc[0]",
        "boats[['boat']]",
        "n = 2",
        "b (",
    ],
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_count(code, FAILED) is None
    assert with_count("boats[boats['crew'] > 3]", "KeyError: 'crew'") is None
