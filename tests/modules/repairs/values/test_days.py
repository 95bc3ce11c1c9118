"""Programs that group by times where days are asked for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.days import with_days

FAILED = "It ran, but which day: the answer has a time of day."


def test_times_are_brought_to_their_days() -> None:
    tide = pd.DataFrame({"read": ["2031-05-03 10:00", "2031-05-04 01:00", "2031-05-04 02:00"], "cm": [5, 3, 4]})
    repair = cured("d = tide[['read', 'cm']].groupby('read')['cm'].sum()\nd.idxmax()", FAILED)
    assert repair is not None
    assert repair.kind == "day"
    space = {"tide": tide, "tidy": tidy}
    exec(repair.text.replace("d.idxmax()", "found = d.idxmax()"), space)
    assert space["found"] == pd.Timestamp("2031-05-04")


@pytest.mark.parametrize(
    "code",
    [
        "t.groupby(['read', 'pier']).sum()",
        "t.groupby(t['read']).sum()",
        "made().groupby('read').sum()",
        "t.sum()",
        "t (",
    ],
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_days(code, FAILED) is None
    assert with_days("t.groupby('read').sum()", "KeyError: 'a'") is None
