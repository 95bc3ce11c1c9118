"""The wrong end is seen, the right one and what may be either is not."""

from __future__ import annotations

import pytest

from husky_kernel.sight import directions


@pytest.mark.parametrize(
    ("question", "program", "told"),
    [
        ("Which three boats caught the least?", "catch.groupby('boat').kg.sum().nlargest(3)", "least"),
        ("Which boat has the highest mean?", "catch.groupby('boat').kg.mean().idxmin()", "highest"),
        ("What is the smallest catch?", "max(catch['kg'])", "smallest"),
    ],
)
def test_the_other_end_is_told(question: str, program: str, told: str) -> None:
    [line] = directions(question, program)
    assert line.startswith(f"the {told} is asked for, the program takes the ")


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("Which three boats caught the least?", "catch.groupby('boat').kg.sum().nsmallest(3)"),
        ("Which boats caught at least 5?", "catch.groupby('boat').kg.max() >= 5"),
        ("What are the highest and the lowest catch?", "catch.kg.min()"),
        ("Which boat is the oldest?", "boats.loc[boats.built.idxmin(), 'name']"),
        ("Which boat has the lowest share?", "s = catch.kg / catch.kg.max()\ns.idxmin()"),
        ("Which catch is the smallest?", "catch.sort_values('kg', ascending=False).tail(1)"),
        ("Which catch is the smallest?", "catch.sort_values('kg').max("),
    ],
)
def test_what_may_be_right_is_not(question: str, program: str) -> None:
    assert not list(directions(question, program))
