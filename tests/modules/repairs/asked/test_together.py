"""Values that a program computes line by line are all given."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.sight import let_go

BOATS = pd.DataFrame({"boat": ["a", "b", "a", "c"], "crew": [3, 5, 4, 2]})


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("d = boats.copy()\nd['crew'].max()\n\nlen(d)", (5, 4)),
        (
            "boats['crew'].min()  # the least\nround(\n    boats['crew'].mean(),\n    1)\nboats['crew'].max()",
            (2, 3.5, 5),
        ),
    ],
)
def test_all_values_are_given(code: str, value: tuple[float, ...]) -> None:
    [told] = let_go(code)
    repair = cured(code, f"It ran, but {told}.")
    assert repair is not None
    assert repair.kind == "values"
    *head, last = repair.text.split("\n")
    space = {"boats": BOATS}
    exec("\n".join(head), space)
    assert eval(last, space) == value
    assert list(let_go(repair.text)) == []


@pytest.mark.parametrize(
    "code",
    [
        "boats['crew'].max()",
        "boats.head()\nboats['crew'].max()",
        "print(3)\nlen(boats)",
        "len(boats)\nn = 3",
        "b (",
        "",
    ],
)
def test_nothing_is_let_go(code: str) -> None:
    assert list(let_go(code)) == []
    assert cured(code, "It ran, but 1 value is let go: give all of them in the last line.") is None
