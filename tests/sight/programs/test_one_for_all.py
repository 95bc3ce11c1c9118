"""A condition that is one value for all rows selects no rows."""

from __future__ import annotations

import pytest

from husky_kernel.sight import one_for_all


@pytest.mark.parametrize(
    "program",
    [
        "t = t[t['kg'].notna() & (t['kg'].count() >= 20)]\nt.groupby('depot')['kg'].mean()",
        "t[t.kg.sum() > 5]",
        "t.loc[t['kg'].mean() < 3, 'depot']",
    ],
)
def test_it_is_told(program: str) -> None:
    [told] = one_for_all(program)
    assert "one value for all rows" in told


@pytest.mark.parametrize(
    "program",
    [
        "t[t['kg'] > t['kg'].mean()]",
        "t[t.groupby('depot')['kg'].transform('count') >= 20]",
        "t.groupby('depot').filter(lambda g: g['kg'].count() >= 20)",
        "t[t['name'].str.count('a') > 2]",
        "t[t[['a', 'b']].sum(axis=1) > 2]",
        "t.loc[0",
    ],
)
def test_nothing_is_told(program: str) -> None:
    assert not list(one_for_all(program))
