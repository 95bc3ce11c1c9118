"""When a running total passes a limit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

RAIN = pd.DataFrame({"day": ["2031-05-02", "2031-05-01", "2031-05-03", "2031-05-04"], "mm": [15.5, 20.0, 18.0, 9.0]})


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("On which day did the total of mm pass 50?", "2031-05-03"),
        ("By which day was half of the rain down?", "2031-05-02"),
        ("By what day had 90 % of the mm fallen?", "2031-05-04"),
    ],
)
def test_the_day_is_told(question: str, day: str) -> None:
    told = describe(question, {"rain": RAIN}, 700).splitlines()
    names: dict[str, Any] = {"rain": RAIN, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line for line in told if "running total" in line]
    made, _, found = part.partition("total is ")[2].partition(", the first day ")
    exec(made, names)
    assert str(eval(found, names))[:10] == day


def test_nothing_else_is() -> None:
    assert "running total" not in describe("On which day was the most mm?", {"rain": RAIN}, 700)
