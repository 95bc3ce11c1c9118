"""What is left of an amount after what rows take from it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from husky_kernel import tidy
from husky_kernel.context.variables import describe

CREWS = pd.DataFrame({"crew": ["A", "B", "C"], "allowance": ["1.200,00 €", "900,00 €", "500,00 €"]})
BILLS = pd.DataFrame({"crew": list("AABA"), "sum": ["100,00 €", "250,50 €", "80,00 €", "49,50 €"]})
QUESTION = "How much of the allowance is left for each crew after what was spent?"


def test_it_is_told_how_it_is_computed() -> None:
    told = describe(QUESTION, {"crews": CREWS, "bills": BILLS}, 900)
    lines = [line.partition(": ")[2] for line in told.splitlines() if line.startswith("Begin with: ")]
    names: dict[str, Any] = {"crews": CREWS, "bills": BILLS, "tidy": tidy}
    exec("\n".join(lines), names)
    [part] = [line for line in told.splitlines() if line.startswith("Part: what is left")]
    assert eval(part.partition(" is tidy")[2].join(["tidy", ""]), names).to_dict() == {"A": 800.0, "B": 820.0}
    assert not any(line.startswith("Join") for line in told.splitlines())


def test_nothing_is_left_where_nobody_asks() -> None:
    told = describe("How much was spent by each crew?", {"crews": CREWS, "bills": BILLS}, 900)
    assert "what is left" not in told
