"""The second highest of different values."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

KITES = pd.DataFrame({"kite": list("abcd"), "price": ["€1", "€4", "€3", "€4"]})


@pytest.mark.parametrize(
    ("question", "value"), [("What is the second highest price?", 3), ("What is the 2nd lowest price of the kites?", 3)]
)
def test_it_is_told(question: str, value: int) -> None:
    told = describe(question, {"kites": KITES}, 700).splitlines()
    names: dict[str, Any] = {"kites": KITES, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition(" is ")[2] for line in told if "drop_duplicates" in line]
    assert eval(part, names) == value


def test_the_highest_needs_nothing() -> None:
    assert "drop_duplicates" not in describe("What is the highest price?", {"kites": KITES}, 700)
