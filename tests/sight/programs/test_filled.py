"""Numbers in the place of what is missing, where nobody asked for them."""

from __future__ import annotations

import pytest

from husky_kernel.sight import filled

TOLD = ["the program puts 0 where nothing is known: leave it missing, without .fillna"]


@pytest.mark.parametrize(
    ("question", "change"),
    [("Turn the weight of parcels into numbers.", True), ("What is the average weight per depot?", False)],
)
def test_it_is_told_where_it_changes_the_answer(question: str, change: bool) -> None:
    assert list(filled(question, "p['kg'] = tidy.number(p['kg']).fillna(0)\np['kg'].mean()", change)) == TOLD


@pytest.mark.parametrize(
    ("question", "program", "change"),
    [
        ("Fill the missing weights with 0.", "p['kg'] = p['kg'].fillna(0)", True),
        ("Turn the weight into numbers, unknown ones to zero.", "p['kg'] = p['kg'].fillna(0)", True),
        ("Add the number of parcels to depots.", "d['n'] = d['depot'].map(n).fillna(0)", True),
        ("What is the total weight per depot?", "p['kg'].fillna(0).sum()", False),
        ("What is the average weight?", "p['kg'].mean()", False),
        ("What is the average weight?", "p['depot'].fillna('none')", False),
        ("What is the average weight?", "p (", False),
    ],
)
def test_what_was_asked_for_or_does_not_matter_is_left(question: str, program: str, change: bool) -> None:
    assert list(filled(question, program, change)) == []
