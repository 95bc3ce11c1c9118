"""Signs that are read as a pattern."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.sight.programs.conditions.patterns import patterns


@pytest.mark.parametrize("signs", ["[x]", "a.b", "c++", "a|b", "(b"])
def test_signs_of_the_question_are_no_pattern(signs: str) -> None:
    program = f"pots['mark'].str.contains({signs!r}).sum()"
    [told] = patterns(f"How many marks have {signs} in them?", program)
    assert told == f"{signs!r} is read as a pattern: regex=False looks for these signs themselves"
    repair = cured(program, f"It ran, but {told}.")
    assert repair is not None
    assert repair.text == f"pots['mark'].str.contains({signs!r}, regex=False).sum()"


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How many marks have [x]?", "pots['mark'].str.contains('[x]', regex=False).sum()"),
        ("How many marks have x or y?", "pots['mark'].str.contains('x|y').sum()"),
        ("How many marks have xy?", "pots['mark'].str.contains('xy').sum()"),
        ("How many marks have [x]?", "pots['mark'].contains('[x]')"),
        ("How many marks have [x]?", "pots['mark'].str.contains('[x]'"),
    ],
)
def test_patterns_may_be_meant(question: str, program: str) -> None:
    assert list(patterns(question, program)) == []
