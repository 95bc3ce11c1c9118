from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.looked import Looked
from husky_kernel.context.rows.values import asked_values
from husky_kernel.context.variables import describe

SHIFTS = pd.DataFrame({"kind": ["late", "Early", "night"], "who": ["New York", "York", "Kim"], "hours": [8, 7, 9]})
BONUS = pd.DataFrame({"kind": ["night"], "euro": [40]})


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many early shifts were there?", ["'Early' is a value of shifts['kind']"]),
        ("What are the hours of New York?", ["'New York' is a value of shifts['who']"]),
        ("And the nights?", ["'night' is a value of shifts['kind']", "'night' is a value of bonus['kind']"]),
        ("Which kind has the most hours?", []),
        ("How many shifts were late, early, at night, by Kim?", 3),
    ],
)
def test_values_that_are_spoken_of_are_told_with_their_column(question: str, told: list[str] | int) -> None:
    found = list(asked_values(question, Looked(tables := {"shifts": SHIFTS, "bonus": BONUS}), list(tables)))
    assert (len(found) if isinstance(told, int) else found) == told


def test_a_word_that_names_a_table_or_a_column_is_no_value() -> None:
    named = pd.DataFrame({"what": ["shift", "hours", "gap"]})
    assert (
        list(
            asked_values("How many hours has a shift?", Looked(tables := {"shifts": named, "t": SHIFTS}), list(tables))
        )
        == []
    )


def test_a_secret_is_not_told() -> None:
    keys = pd.DataFrame({"password": ["sesame", "hunter2"]})
    assert list(asked_values("Who has the password sesame?", Looked(tables := {"keys": keys}), list(tables))) == []


def test_of_a_column_of_lists_the_rows_are_told_whose_list_has_it() -> None:
    pots = pd.DataFrame({"pot": [1, 2, 3, 4], "glaze": ["celadon; ash", "ash", "tenmoku; celadon", "shino; ash"]})
    rows = "pots[tidy.items(pots['glaze']).map(lambda each: 'celadon' in (each or ()))]"
    assert list(asked_values("How many pots have celadon?", Looked({"pots": pots}), ["pots"])) == [
        f"rows with 'celadon' are {rows}"
    ]


def test_the_word_of_a_deed_may_be_a_value() -> None:
    plots = pd.DataFrame({"plot": [1, 2, 3, 4], "work": ["dig", "prune", "prune; dig", "rest"]})
    for question in ("How many plots asked for pruning?", "How many plots were pruned?"):
        [told] = asked_values(question, Looked({"plots": plots}), ["plots"])
        assert told.startswith("rows with 'prune' are ")


def test_a_word_among_numbers_is_missing_once_they_are_read() -> None:
    barns = pd.DataFrame({"barn": list("abcd"), "built": ["1893", "unknown", "1911", "1899"]})
    told = describe("How many barns were built before 1900, and for how many is it unknown?", {"barns": barns}, 700)
    assert "Value: rows with 'unknown' are d[d['built'].isna()]" in told


def test_upper_and_lower_case_are_no_heights() -> None:
    barns = pd.DataFrame(
        {"barn": list("abcd"), "state": ["good", "Good", "poor", "poor"], "height": ["3 m", "4 m"] * 2}
    )
    told = describe("How many barns of each state? Ignore upper and lower case.", {"barns": barns}, 700)
    assert "Begin with: d = barns.assign(state=tidy.text(barns['state']" in told
    assert "height=" not in told


def test_values_that_are_said_to_be_one_are_not_asked_for() -> None:
    crews = pd.DataFrame({"crew": ["Otter", "otter ", "Swan", "Otter"], "seats": [4, 4, 8, 4]})
    told = describe("How many seats has each crew of crews? Otter and otter are one.", {"crews": crews}, 700)
    assert "Value:" not in told
    assert "Begin with: d = crews.assign(crew=tidy.text(crews['crew']" in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many of wt?", ["'wt' is a value of lines['kind']"]),
        ("How many are in it for us?", []),
        ("How many US?", 1),
    ],
)
def test_two_letters_are_a_value_as_they_are_written(question: str, told: list[str] | int) -> None:
    lines = pd.DataFrame({"kind": ["wt", "it", "US", "KO"], "n": [1, 2, 3, 4]})
    found = list(asked_values(question, Looked({"lines": lines}), ["lines"]))
    assert (len(found) if isinstance(told, int) else found) == told


def test_several_spellings_are_told_as_one_value() -> None:
    calls = pd.DataFrame({"end": ["lost", "Lost", "won"], "n": [1, 2, 3]})
    [told] = asked_values("How many were lost?", Looked({"calls": calls}), ["calls"])
    assert told == "'lost', 'Lost' are one value of calls['end']"
