"""The latest row of each: one visit a patient."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context.variables import describe

BOATS = pd.DataFrame({"boat": list("abcd"), "berth": ["n", "n", "s", "s"]})
CHECKS = pd.DataFrame(
    {
        "vessel": list("aabbccad"),
        "on": ["3.1.2024", "5.2.2024", "1.3.2024", "9.1.2024", "2.2.2024", "4.2.2024", "1.1.2024", "13.1.2024"],
        "state": ["dry", "wet", "wet", "dry", "dry", "dry", "wet", "wet"],
    }
)


def parts(question: str, checks: pd.DataFrame = CHECKS) -> tuple[list[str], list[str]]:
    """The lines to begin with, and the part about the latest row."""
    lines = describe(question, {"boats": BOATS, "checks": checks}, 700).splitlines()
    begun = [line.partition(": ")[2] for line in lines if line.startswith("Begin")]
    return begun, [line.partition(" is ")[2] for line in lines if line.startswith("Part: the ")]


@pytest.mark.parametrize(
    ("question", "wet"),
    [("How many boats were wet at their latest check?", 3), ("How many boats were wet at their first check?", 2)],
)
def test_one_row_of_each(question: str, wet: int) -> None:
    begun, [latest] = parts(question)
    scope = {"checks": CHECKS, "tidy": tidy}
    exec("\n".join(begun), scope)
    assert (eval(latest, scope)["state"] == "wet").sum() == wet


@pytest.mark.parametrize("question", ["How many checks were there last month?", "What was their last race?"])
def test_another_word_is_no_table(question: str) -> None:
    assert parts(question)[1] == []


def test_dates_that_are_read_already_need_no_copy() -> None:
    read = CHECKS.assign(on=tidy.date(CHECKS["on"]))
    assert parts("How many boats were wet at their last check?", read)[1] == [
        "checks.sort_values('on').drop_duplicates('vessel', keep='last')"
    ]
