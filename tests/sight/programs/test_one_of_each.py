"""One group alone where each is asked for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight.answers.expectation import expected
from husky_kernel.sight.programs.one_of_each import one_of_each

TABLES = {"trips": pd.DataFrame({"firm": ["Nord", "nord", "Sund"], "port": ["Hel", "Hel", "Oslo"], "km": [3, 4, 5]})}
KEPT = "d = trips[trips['firm'] == 'Nord']\nd.groupby('firm')['km'].mean()"


def told(question: str, program: str) -> list[str]:
    return [*one_of_each(expected(question), program, TABLES)]


def test_a_name_that_is_said_beside_is_no_filter() -> None:
    question = "How many km did the trips of each firm take? Nord is written in two ways."
    assert told(question, KEPT) == ["each firm is asked for: the program keeps only 'Nord'"]


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How many km did the trips of each firm take?", "trips.groupby('firm')['km'].mean()"),
        ("What is the mean km per port for the firm Nord?", KEPT.replace("groupby('firm')", "groupby('port')")),
        ("What is the mean km per firm, for Nord only?", KEPT),
        ("What is the mean km of Nord?", KEPT),
    ],
)
def test_what_is_asked_for_is(question: str, program: str) -> None:
    assert told(question, program) == []
