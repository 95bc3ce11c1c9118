"""A column of minutes, where hours are asked for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

SHIFTS = pd.DataFrame({"room": [1, 2, 1], "minutes": [90, 60, 30], "staff": [2, 1, 1]})
ROOMS = pd.DataFrame({"room": [1, 2], "wing": ["East", "West"]})


@pytest.mark.parametrize(
    ("question", "columns", "told"),
    [
        ("How many hours did each wing take?", {}, "hours are d['minutes'] / 60"),
        ("How many hours were there in shifts?", {}, "hours are shifts['minutes'] / 60"),
        ("What is the mean length in seconds?", {}, "seconds are shifts['minutes'] * 60"),
        ("How many hours were there in shifts?", {"minutes": "wait_s"}, "hours are shifts['wait_s'] / 3600"),
        ("How many minutes were there in shifts?", {}, ""),
        ("How many hours were there in shifts?", {"staff": "rest_min"}, ""),
        ("How many hours were there in shifts?", {"minutes": "beds"}, ""),
    ],
)
def test_it_is_brought_to_what_is_asked_for(question: str, columns: dict[str, str], told: str) -> None:
    lines = describe(question, {"shifts": SHIFTS.rename(columns=columns), "rooms": ROOMS}, 900).splitlines()
    assert [line.removeprefix("Part: ") for line in lines if " are " in line and "Part" in line] == [told] * bool(told)
    assert any(".merge(" in line for line in lines) == ("wing" in question)
