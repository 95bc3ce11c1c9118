"""How long it is from one time of day to another, which may be of the next day."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

TIMES = {"boat": [*"abc"], "start_time": ["21:30", "08:00", "23:00"], "end_time": ["22:00", "9:15", "01:00"]}
RIDES = pd.DataFrame(TIMES)


@pytest.mark.parametrize(
    ("question", "column", "values"),
    [
        ("How many hours was each boat out?", "hours", [0.5, 1.25, 2.0]),
        ("How many minutes did boat c take?", "minutes", [30, 75, 120]),
    ],
)
def test_a_night_is_no_negative_time(question: str, column: str, values: list[float]) -> None:
    told = describe(question, {"rides": RIDES}, 700)
    (line,) = (line.removeprefix("Begin with: ") for line in told.splitlines() if line.startswith("Begin with: "))
    space: dict[str, Any] = {"rides": RIDES, "tidy": tidy, "pd": pd}
    exec(line, space)
    assert space["d"][column].tolist() == values


def test_other_texts_and_questions_say_nothing() -> None:
    assert "% pd.Timedelta" not in describe("How many boats are there?", {"rides": RIDES}, 700)
    late = RIDES.assign(end_time=["never", "9:15", "01:00"])
    assert "% pd.Timedelta" not in describe("How many hours was each boat out?", {"rides": late}, 700)
