"""Conditions of a question that its program does not make."""

from __future__ import annotations

import pytest

from husky_kernel.sight import unconditioned


@pytest.mark.parametrize(
    ("question", "program", "told"),
    [
        ("How much was lost per depot? Negative values are losses.", "t.groupby('depot')['eur'].sum()", "negative"),
        ("What do positive readings add up to?", "t['reading'].sum()", "positive"),
        ("How many parcels weigh more than 5 kg?", "len(t)", "more than 5"),
        ("What is the mean price of houses with at least three rooms?", "t['price'].mean()", "at least three"),
        ("How many rides took longer than an hour?", "t['ride'].nunique()", "longer than an"),
    ],
)
def test_it_is_told(question: str, program: str, told: str) -> None:
    [said] = unconditioned(question, program)
    assert told in said


@pytest.mark.parametrize(
    ("question", "program"),
    [
        ("How much was lost per depot? Negative values are losses.", "t[t['eur'] < 0].groupby('depot')['eur'].sum()"),
        ("How much was lost per depot? Negative values are losses.", "t['eur'].clip(upper=0).groupby(t.depot).sum()"),
        ("Is the correlation of age and pay negative?", "t['age'].corr(t['pay'])"),
        ("What is the sum of eur? Numbers in parentheses are negative.", "t['eur'].sum()"),
        ("How many tests were positive?", "(t['result'] == 'positive').sum()"),
        ("How many parcels weigh more than 5 kg?", "len(t[t['kg'] > 5])"),
        ("How many parcels weigh more than 5 kg?", "len(t.query('kg > 5'))"),
        ("Which depot has more parcels than the others?", "t['depot'].value_counts().idxmax()"),
        ("How many parcels weigh more than 5 kg?", "len("),
    ],
)
def test_nothing_is_told(question: str, program: str) -> None:
    assert not list(unconditioned(question, program))
