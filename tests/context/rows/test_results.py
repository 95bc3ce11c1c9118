"""Which rows somebody won, by results like 2:1."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

BOUTS = pd.DataFrame({"home": list("abc"), "away": list("bca"), "score": ["2:1", "1:1", "0:3"]})
PLAYED = pd.concat([BOUTS] * 4 + [BOUTS.head(1).assign(score="-:-")], ignore_index=True)


@pytest.mark.parametrize(
    ("question", "start", "rows"),
    [
        ("How many bouts did the home team win?", "home won is ", 4),
        ("How many bouts were drawn?", "drawn is ", 4),
        ("How many bouts are there?", "", 0),
    ],
)
def test_the_rows_are_told(question: str, start: str, rows: int) -> None:
    told = describe(question, {"bouts": PLAYED}, 700)
    assert "scores like '2:1': tidy.score; " in told
    assert "'-:-'" in told
    parts = [line.removeprefix("Part: ") for line in told.splitlines() if line.startswith("Part: ")]
    if start:
        [part] = parts
        call = part.removeprefix(start).partition(", away won")[0]
        space: dict[str, Any] = {"bouts": PLAYED, "tidy": tidy}
        for line in told.splitlines():
            if line.startswith("Begin with: "):
                exec(line.removeprefix("Begin with: "), space)
        assert int(eval(call, space).sum()) == rows
    else:
        assert parts == []


def test_what_each_side_scored_is_taken_out_first() -> None:
    told = describe("How many bouts did the home team win?", {"bouts": PLAYED}, 700)
    assert "Begin with: d = bouts.assign(home_score=tidy.score(bouts['score'])['first'], away_score=" in told
    assert "Part: home won is d['home_score'] > d['away_score'], away won d['home_score'] < d['away_score']" in told
    assert "Begin with" not in describe("Set winner in bouts to home where the home team won.", {"bouts": PLAYED}, 700)
