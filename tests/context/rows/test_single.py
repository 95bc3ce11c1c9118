"""The largest single row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe
from husky_kernel.sight.programs.singly import singly

CATCHES = pd.DataFrame(
    {"day": ["2031-05-01", "2031-05-01", "2031-05-02"], "boat": list("aba"), "kg": ["3,5", "9,0", "10,0"]}
)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("On which day was the largest single catch?", "2031-05-02"),
        ("On which day was the smallest single catch?", "2031-05-01"),
    ],
)
def test_its_row_is_told(question: str, day: str) -> None:
    told = describe(question, {"catches": CATCHES}, 700).splitlines()
    names: dict[str, Any] = {"catches": CATCHES, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition(" is ")[2] for line in told if " single " in line]
    assert str(eval(part, names)["day"])[:10] == day


def test_a_sum_is_seen() -> None:
    program = "d.groupby('day')['kg'].sum().idxmax()"
    [told] = singly("On which day was the largest single catch?", program)
    assert told.startswith("a single catch is asked for")
    assert not list(singly("On which day was the largest catch?", program))
    assert not list(singly("On which day was the largest single catch?", "d.loc[d['kg'].idxmax(), 'day']"))
