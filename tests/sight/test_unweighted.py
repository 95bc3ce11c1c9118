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


def test_a_weight_of_its_own_is_none() -> None:
    assert list(unweighted("What is the mean weight by boat?", "t.groupby('boat')['weight'].mean()")) == []
