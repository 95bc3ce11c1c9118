"""Two years or months that are compared."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import description

CATCHES = pd.DataFrame(
    {"day": ["2030-05-01", "2031-05-02", "2031-06-03", "2031-06-09"], "boat": list("abab"), "kg": [10, 20, 30, 5]}
)
TOTALS = pd.DataFrame({"year": [2030, 2031, 2030, 2031], "region": list("nnss"), "profit": [10, 12, 30, 48]})


@pytest.mark.parametrize(
    ("question", "before", "value"),
    [
        ("By how many percent did the kg of the catches grow from 2030 to 2031?", "", 450),
        ("How many kg more were caught between May and June?", "How many kg of catches per boat?", 5),
        ("By how many percent did the profit rise from 2030 to 2031?", "", 50),
        ("By how much did it change from 2030 to 2031?", "What is the total profit per region?", 20),
    ],
)
def test_they_are_compared(question: str, before: str, value: float) -> None:
    tables = {"catches": CATCHES, "totals": TOTALS}
    recent = ["totals" if "profit" in before else "catches"] if before else ()
    told = description(question, tables, 700, recent=recent, before=before).text.splitlines()
    names: dict[str, Any] = {**tables, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line for line in told if " it is t = " in line]
    made, _, compared = part.partition(" it is ")[2].partition(", compared ")
    exec(made, names)
    assert eval(compared, names) == pytest.approx(value)


@pytest.mark.parametrize("question", ["How many kg were caught from 2030 to 2031?", "How much did the kg grow?"])
def test_nothing_else_is(question: str) -> None:
    assert "it is t" not in description(question, {"catches": CATCHES}, 700).text


def test_other_groups_take_the_place_of_those_before() -> None:
    boats = pd.DataFrame({"boat": ["a", "b"], "port": ["Ayr", "Bude"]})
    tables = {"catches": CATCHES, "boats": boats}
    told = description("And per year?", tables, 700, recent=["catches", "boats"], before="How many kg per port?").text
    assert "Part: per year is d['day'].dt.year" in told
    assert ".merge(" not in told
