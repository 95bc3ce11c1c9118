"""As many columns of one kind as the question counts are what it means."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.looked import Looked
from husky_kernel.context.rows.families import asked_families
from husky_kernel.context.variables import describe
from husky_kernel.modules.prompting import glance

JUDGED = pd.DataFrame(
    {
        "cake": ["A", "B", "C", "D", "E"],
        "taste": ["7", "8", "-", "6", "9"],
        "look": ["5", "-", "6", "7", "7"],
        "crumb": ["8", "8", "7", "-", "6"],
        "table": ["x", "x", "y", "y", "y"],
        "grams": [900, 1200, 900, 1100, 900],
    }
)


@pytest.mark.parametrize(
    "question", ["What is the mean of each of the three criteria?", "Add up all 3 marks per cake."]
)
def test_columns_that_are_read_alike_are_what_is_counted(question: str) -> None:
    [family] = asked_families(question, Looked({"judged": JUDGED}), ["judged"])
    assert (family.columns, family.how) == (("taste", "look", "crumb"), "tidy.number")


def test_columns_of_numbers_are_taken_as_they_are() -> None:
    rain = pd.DataFrame(
        {"station": list("abcdef"), **{place: [1.5, 0, 2, 2, 0, 1] for place in ("north", "mid", "south")}}
    )
    [family] = asked_families("Which of the three places was wettest?", Looked({"rain": rain}), ["rain"])
    assert (family.columns, family.how) == (("north", "mid", "south"), "")


@pytest.mark.parametrize(
    "question",
    [
        "What is the mean of each of the four criteria?",
        "Which are the three tables with most grams?",
        "Which are the three cakes with the best taste?",
        "What happened in the three days?",
        "Which cakes are best?",
    ],
)
def test_other_counts_are_no_columns(question: str) -> None:
    assert not list(asked_families(question, Looked({"judged": JUDGED}), ["judged"]))


def test_a_program_begins_with_all_of_them_read() -> None:
    told = describe("What is the average of each of the three criteria in judged?", {"judged": JUDGED}, 700)
    assert "Begin with: d = judged.assign(**tidy.number(judged[['taste', 'look', 'crumb']]))" in told
    assert glance(told).startswith("d has 'taste', 'look', 'crumb', 'cake'")
    assert glance(told).endswith("the three criteria are d[['taste', 'look', 'crumb']]")
