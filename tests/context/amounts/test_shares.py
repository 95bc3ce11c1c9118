"""The share of rows that a question asks for."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.context.variables import describe

JOBS = pd.DataFrame(
    {
        "crew": list("aabb"),
        "state": ["late", "done", "Late", "done"],
        "paid": ["yes", "no", "yes", "no"],
        "fee": range(4),
    }
)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("What percentage of the jobs was paid?", "the share of paid is d['paid'].mean() * 100"),
        ("What share of the crew's jobs was late?", "the share of 'late' is d['state'].eq('late').mean() * 100"),
        (
            "What share of each crew's jobs was late?",
            "the share of 'late' for each crew is d['state'].eq('late').groupby(d['crew']).mean() * 100",
        ),
        (
            "What percentage of the jobs was paid, by crew?",
            "the share of paid for each crew is d.groupby('crew')['paid'].mean() * 100",
        ),
        ("What percentage of the fee of the jobs is late?", ""),
        ("How many jobs were late?", ""),
        ("What percentage was late or done of the jobs?", ""),
    ],
)
def test_the_share_is_told(question: str, part: str) -> None:
    lines = describe(question, {"jobs": JOBS}, 700).splitlines()
    found = [line.removeprefix("Part: ") for line in lines if line.startswith("Part: the share")]
    assert found == ([part] if part else [])
