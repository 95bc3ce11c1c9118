"""The decade of a year that stands as a number, or as a text with words between."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

BRIDGES = pd.DataFrame(
    {"bridge": list("abcd"), "built": ["1893", "unknown", "1911", "1899"], "span": ["30 m", "4000 cm", "25 m", "9 m"]}
)
LIGHTS = pd.DataFrame({"light": list("abc"), "lit": [1893, 1911, 1899], "height": [10, 20, 30]})


@pytest.mark.parametrize(
    ("question", "table", "part"),
    [
        ("How many bridges were built in each decade?", {"bridges": BRIDGES}, "each decade is d['built'] // 10 * 10"),
        ("What is the mean height per decade?", {"lights": LIGHTS}, "per decade is lights['lit'] // 10 * 10"),
        ("How many bridges are there?", {"bridges": BRIDGES}, ""),
        ("How many lamps per decade?", {"lights": LIGHTS.assign(out=LIGHTS["lit"] + 50)}, ""),
    ],
)
def test_decades(question: str, table: dict[str, pd.DataFrame], part: str) -> None:
    lines = describe(question, table, 700).splitlines()
    assert [line.removeprefix("Part: ") for line in lines if "// 10" in line] == ([part] if part else [])
