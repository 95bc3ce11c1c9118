"""Averages that are to be weighted."""

from __future__ import annotations

import pytest

from husky_kernel.sight.unweighted import unweighted


@pytest.mark.parametrize("question", ["The mean grade, weighted by hours?", "Average grade? Weight it by hours."])
def test_a_plain_mean_is_no_weighted_one(question: str) -> None:
    [told] = unweighted(question, "t.assign(x=t['grade'] * t['hours'])['x'].mean()")
    assert told.startswith("a weighted average was asked for")
    assert list(unweighted(question, "(t['grade'] * t['hours']).sum() / t['hours'].sum()")) == []
    assert list(unweighted(question, "np.average(t['grade'], weights=t['hours'])")) == []


@pytest.mark.parametrize("question", ["What is the mean weight by boat?", "The sum of weight of people with a beard?"])
def test_a_weight_of_its_own_is_none(question: str) -> None:
    assert list(unweighted(question, "t.groupby('boat')['weight'].mean()")) == []
