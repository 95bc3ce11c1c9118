from __future__ import annotations

import pytest

from husky_kernel.sight.programs.conditions.never_there import never_there


@pytest.mark.parametrize(
    "program",
    [
        "d.loc[d['a'].isna(), 'a'].count()",
        "x = 1\nd[d['a'].isnull()]['a'].count()",
        "1, d.loc[d['a'].isna(), 'a'].count()",
    ],
)
def test_missing_values_are_not_counted_by_count(program: str) -> None:
    [told] = never_there(program)
    assert told.startswith("`a`: .count() counts what is there")


@pytest.mark.parametrize(
    "program",
    [
        "d.loc[d['a'].isna(), 'b'].count()",
        "d['a'].isna().sum()",
        "d.loc[d['a'] > 1, 'a'].count()",
        "d['a'].count(",
        "d['a'].count()",
    ],
)
def test_others_are(program: str) -> None:
    assert list(never_there(program)) == []
