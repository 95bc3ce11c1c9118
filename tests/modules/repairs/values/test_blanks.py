"""Programs that put empty texts into a column of numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.blanks import without_blanks

FAILED = "TypeError: Invalid value '' for dtype 'float64'\nline 2: jars['lids'].fillna('', inplace=True)"


@pytest.mark.parametrize(
    "code",
    [
        "jars['lids'] = jars['n'] / 2\njars['lids'].fillna('', inplace=True)",
        "jars['lids'] = (jars['n'] / 2).fillna('')",
        "jars = jars.assign(lids=jars['n'] / 2).fillna('')",
    ],
)
def test_what_is_missing_stays_empty(code: str) -> None:
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "blank"
    space = {"jars": pd.DataFrame({"n": [2.0, None]})}
    exec(repair.text, space)
    assert space["jars"]["lids"].tolist()[0] == 1
    assert space["jars"]["lids"].isna().tolist() == [False, True]


def test_all_else_is_left_alone() -> None:
    assert without_blanks("jars['n'].fillna('none')", FAILED) is None
    assert without_blanks("jars['n'].fillna('')", "KeyError: 'n'") is None
    assert without_blanks("jars (", FAILED) is None


def test_a_number_that_nobody_asked_for_stays_away() -> None:
    failure = "It ran, but the program puts 0 where nothing is known: leave it missing, without .fillna."
    repair = cured("jars['n'] = jars['n'].fillna(0)\njars['n'].mean()", failure)
    assert repair is not None
    assert (repair.kind, repair.text) == ("blank", "jars['n'] = jars['n']\njars['n'].mean()")
