"""The label of a row is not its value."""

from __future__ import annotations

import pytest

from husky_kernel.sight import compared_labels


def test_values_that_are_compared_with_a_label() -> None:
    [told] = compared_labels("t[t['kg'] == t['kg'].idxmin()]")
    assert told == "idxmin() gives the label of a row, not its value: compare with .min()"
    assert list(compared_labels("d = t.groupby('a')['kg'].sum()\nd[d >= d.idxmax()].count()"))


@pytest.mark.parametrize(
    "program",
    ["t[t['kg'] == t['kg'].min()]", "t[t.index == t['kg'].idxmin()]", "t.loc[t['kg'].idxmin()]", "t[t['kg' =="],
)
def test_what_is_right(program: str) -> None:
    assert list(compared_labels(program)) == []
