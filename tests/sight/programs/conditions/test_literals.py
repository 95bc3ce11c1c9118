"""Values that nobody spoke of, and those that the program before had."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.sight import left_out, unasked_years
from husky_kernel.sight.programs.conditions.literals import unasked_names


@pytest.mark.parametrize(
    ("spoken", "program", "year"),
    [
        ("How many came in May of any year?", "int((t['at'].dt.to_period('M') == '2021-05').sum())", "2021"),
        ("How many came in May?", "t[t['at'] >= pd.Timestamp('2021-05-01')]", "2021"),
        ("How many came in May?", "t[t['year'].isin([2020, 2021])]", "2020"),
        ("How many came in May 2021?", "t[t['at'] >= pd.Timestamp('2021-05-01')]", None),
        ("How many came this year?", "t[t['year'] == 2021]", None),
        ("How many towns have more than 1,903 cats?", "len(t[t['cats'] > 1903])", None),
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


CREWS = pd.DataFrame(
    {
        "crew": [41, 52, 63, 74],
        "head": ["Ada Moe", "Bo Ek", "Cy Oy", "Di Ux"],
        "n": [1, 2, 3, 4],
        "paid": [12500, 900, 81, 70],
    }
)


@pytest.mark.parametrize(
    "program", ["d = crews.copy()\nd[d['crew'] == 52]['n'].mean()", "crews[crews['head'] == 'Bo Ek']"]
)
def test_a_name_or_a_number_that_nobody_spoke_of(program: str) -> None:
    tables = {"crews": CREWS, "trips": CREWS[["crew", "head"]].iloc[[0, 1, 2, 3, 1]]}
    [told] = unasked_names("What is the mean of n? 41 is the first.", program, tables)
    assert told.startswith("the program takes only ")


@pytest.mark.parametrize(
    ("spoken", "program"),
    [
        ("What is the n of crew 52?", "crews[crews['crew'] == 52]['n'].mean()"),
        ("What is the n of Ek?", "crews[crews['head'] == 'Bo Ek']"),
        ("How many?", "crews[crews['n'] == 3]"),
        ("Who has paid 12,500?", "crews[crews['paid'] == 12500]"),
        ("How many?", "crews[crews['head'] == 'somebody']"),
        ("How many?", "crews[crews['head'] == "),
    ],
)
def test_other_values_are_left_alone(spoken: str, program: str) -> None:
    assert list(unasked_names(spoken, program, {"crews": CREWS})) == []


@pytest.mark.parametrize(("said", "told"), [("How many have a head of n/a?", 0), ("How many have no head?", 1)])
def test_a_word_of_single_letters_is_looked_for_whole(said: str, told: int) -> None:
    crews = CREWS.assign(head=["N/A", "Bo Ek", "Cy Oy", "Di Ux"])
    assert len(list(unasked_names(said, "crews[crews['head'] == 'N/A']", {"crews": crews}))) == told
