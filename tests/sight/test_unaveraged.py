"""An average that is asked for is taken."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import unaveraged

TABLES = {"t": pd.DataFrame({"dose": [1, 1, 2], "signal": [3.0, 4.0, 5.0]})}


def test_a_program_that_takes_none_is_told() -> None:
    [told] = unaveraged("Plot the mean signal by dose.", "t.plot(x='dose', y='signal')", TABLES)
    assert told == "the mean was asked for, the program takes none: .mean()"


@pytest.mark.parametrize(
    ("question", "program", "tables"),
    [
        ("Plot the mean signal by dose.", "t.groupby('dose')['signal'].mean()", TABLES),
        ("What is the average signal?", "t['signal'].sum() / len(t)", TABLES),
        ("What is the average signal?", "t['signal'].describe()", TABLES),
        ("What does a dose of 2 mean by that?", "t[t['dose'] == 2]", TABLES),
        ("Which team has the highest average?", "t['avg'].max()", {"t": pd.DataFrame({"avg": [1]})}),
        ("Plot the signal by dose.", "t.plot(x='dose', y='signal')", TABLES),
    ],
)
def test_nothing_is_told_of_others(question: str, program: str, tables: dict[str, pd.DataFrame]) -> None:
    assert not list(unaveraged(question, program, tables))
