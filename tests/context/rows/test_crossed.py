"""Tables of one column by another."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

BATCHES = pd.DataFrame(
    {"kiln": list("abab"), "glaze": ["ash", "ash", "shino", "ash"], "pots": [3, 5, 2, 8], "p": [1] * 4}
)
CLAYS = pd.DataFrame({"kiln": ["a", "b"], "fuel": ["gas", "wood"]})


@pytest.mark.parametrize(
    ("question", "call"),
    [
        (
            "Make a table of kilns by glaze with the number of batches.",
            "pd.crosstab(batches['kiln'], batches['glaze'])",
        ),
        ("A crosstab of kiln and glaze, please: how many batches?", "pd.crosstab(batches['kiln'], batches['glaze'])"),
        (
            "Show the mean pots with one row per glaze and one column per kiln.",
            "batches.pivot_table(index='glaze', columns='kiln', values='pots', aggfunc='mean')",
        ),
        (
            "Give a table of fuel by glaze with the total pots.",
            "d.pivot_table(index='fuel', columns='glaze', values='pots', aggfunc='sum')",
        ),
    ],
)
def test_the_call_is_told(question: str, call: str) -> None:
    assert glance(describe(question, {"batches": BATCHES, "clays": CLAYS}, 900)).endswith(f": {call}")


@pytest.mark.parametrize(
    "question", ["Make a table of glaze by month.", "How many pots by kiln?", "List kiln and glaze."]
)
def test_other_tables_are_not_told(question: str) -> None:
    assert "crosstab" not in describe(question, {"batches": BATCHES}, 900)
