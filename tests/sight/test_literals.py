"""Values that nobody spoke of, and those that the program before had."""

from __future__ import annotations

import pytest

from husky_kernel.sight import left_out, unasked_years


@pytest.mark.parametrize(
    ("spoken", "program", "year"),
    [
        ("How many came in May of any year?", "int((t['at'].dt.to_period('M') == '2021-05').sum())", "2021"),
        ("How many came in May?", "t[t['at'] >= pd.Timestamp('2021-05-01')]", "2021"),
        ("How many came in May?", "t[t['year'].isin([2020, 2021])]", "2020"),
        ("How many came in May 2021?", "t[t['at'] >= pd.Timestamp('2021-05-01')]", None),
        ("How many came this year?", "t[t['year'] == 2021]", None),
        ("How many came?", "t['2021'].sum()", None),
        ("How many have more than 20 kg?", "t[t['kg'] > 20000]", None),
        ("How many came in May?", "t[t['at' ==", None),
    ],
)
def test_years_that_nobody_spoke_of(spoken: str, program: str, year: str | None) -> None:
    told = f"the program takes {year}, of which the question says nothing"
    assert list(unasked_years(spoken, program)) == ([told] if year else [])


BEFORE = "t[t['kind'] == 'soft'].groupby('town')['kg'].sum()"


@pytest.mark.parametrize(
    "question", ["The same by depot.", "And the same for each depot.", "And by depot?", "Now per depot."]
)
def test_a_condition_that_the_same_leaves_out(question: str) -> None:
    program = "t.groupby('depot')['kg'].sum()"
    [told] = left_out(question, BEFORE, program)
    assert told == "the same was asked for: the program before took only 'soft', this one does not"
    assert list(left_out(question, BEFORE, f"t = t[t['kind'] == 'soft']\n{program}")) == []
    assert list(left_out(question, "t.groupby('town')['kg'].sum()", program)) == []


@pytest.mark.parametrize("question", ["What is the total by depot?", "The same for 2023.", "And how many of them?"])
def test_what_is_another_question_need_not_have_it(question: str) -> None:
    assert list(left_out(question, BEFORE, "t.groupby('depot')['kg'].sum()")) == []
