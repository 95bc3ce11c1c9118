"""Days that a question names, and the rows that are of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

WRITTEN = ["2031-05-04 21:30", "2031-05-05 00:10", "2031-05-05 23:50", "2031-06-01 08:00", "2031-06-30 12:00"]
CALLS = pd.DataFrame({"call": range(5), "at": WRITTEN})


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How many calls were there on 5 May 2031?", [1, 2]),
        ("How many calls were there on May 5th, 2031?", [1, 2]),
        ("How many calls came on the 5th of May?", [1, 2]),
        ("How many calls came on 2031-05-05?", [1, 2]),
        ("How many calls came before 5 May 2031?", [0]),
        ("How many calls came after 5 May 2031?", [3, 4]),
        ("How many calls came since 1 June 2031?", [3, 4]),
        ("How many calls came on or after 5 May 2031?", [1, 2, 3, 4]),
        ("How many calls came on or before 5 May 2031?", [0, 1, 2]),
        ("How many calls came on 1 June 2031 or later?", [3, 4]),
        ("How many calls came no later than 5 May 2031?", [0, 1, 2]),
        ("How many calls came no earlier than 1 June 2031?", [3, 4]),
        ("How many calls came from 5 May 2031 to 1 June 2031, both days included?", [1, 2, 3]),
        ("How many calls came between 5 May and 1 June 2031?", [1, 2, 3]),
    ],
)
@pytest.mark.parametrize("is_read", [True, False])
def test_the_rows_of_days(question: str, rows: list[int], is_read: bool) -> None:
    calls = CALLS.assign(at=pd.to_datetime(CALLS["at"])) if is_read else CALLS
    told = describe(question, {"calls": calls}, 700).splitlines()
    names: dict[str, Any] = {"calls": calls, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition(" is ")[2] for line in told if ".dt.normalize()" in line]
    assert calls["call"][eval(part, names)].tolist() == rows


def test_a_day_of_a_zone() -> None:
    calls = CALLS.assign(at=pd.to_datetime(CALLS["at"], utc=True))
    told = describe("How many calls were there on 5 May 2031, Berlin time?", {"calls": calls}, 700)
    [part] = [line.partition(" is ")[2] for line in told.splitlines() if ".dt.normalize()" in line]
    assert "tz_convert('Europe/Berlin')" in part
    assert calls["call"][eval(part, {"calls": calls})].tolist() == [1]


def test_a_day_of_one_of_several_years_is_not_told() -> None:
    calls = CALLS.assign(at=pd.to_datetime([*WRITTEN[:4], "2032-05-05 12:00"]))
    assert "normalize" not in describe("How many calls were there on 5 May?", {"calls": calls}, 700)
