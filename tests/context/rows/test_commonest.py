"""What most rows of each group have."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

STALLS = pd.DataFrame({"stall": ["s1", "s2"], "hall": ["North", "South"]})
SALES = pd.DataFrame(
    {"stall": ["s1", "s1", "s2", "s2", "s1"], "fruit": ["pear", "Pear ", "fig", "fig", "plum"], "day": list("aabbb")}
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the most frequent fruit in each hall?", {"North": "Pear", "South": "Fig"}),
        ("Which is the least common fruit per stall?", {"s1": "Plum", "s2": "Fig"}),
    ],
)
def test_it_is_told(question: str, found: dict[str, str]) -> None:
    told = describe(question, {"stalls": STALLS, "sales": SALES}, 900).splitlines()
    names: dict[str, Any] = {"stalls": STALLS, "sales": SALES, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition(" is ")[2] for line in told if "value_counts()" in line]
    assert eval(part, names).to_dict() == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which is the most booked room?", "blue"),
        ("When was the least booked day?", "2031-05-02"),
    ],
)
def test_what_was_done_most_is_counted_in_the_rows_of_what_was_done(question: str, found: str) -> None:
    days = ["2031-05-01", "2031-05-01", "2031-05-02", "2031-05-03", "2031-05-03"]
    bookings = pd.DataFrame({"room": ["red", "blue", "blue", "blue", "red"], "day": days, "persons": [9, 1, 1, 1, 9]})
    told = describe(question, {"bookings": bookings}, 900).splitlines()
    names: dict[str, Any] = {"bookings": bookings, "tidy": tidy}
    exec("\n".join(line.removeprefix("Begin with: ") for line in told if line.startswith("Begin with: ")), names)
    [part] = [line.partition("in rows: ")[2] for line in told if "value_counts()" in line]
    assert str(eval(part, names)).startswith(found)


@pytest.mark.parametrize("question", ["What is the most frequent fruit?", "How many sales of each fruit per hall?"])
def test_nothing_else_is(question: str) -> None:
    assert "value_counts" not in describe(question, {"stalls": STALLS, "sales": SALES}, 900)
