"""A value over all rows in place of one for each group."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured

ASKED = "It ran, but how many: the answer is a table of 12 rows."


@pytest.mark.parametrize(
    ("line", "over_all"),
    [
        ("d.groupby('stall')['kg'].mean()", "d['kg'].mean()"),
        ("d.groupby('stall')['kg'].sum().reset_index()", "d['kg'].sum()"),
        ("d[d['kg'] > 2].groupby(['stall', 'day']).kg.median().round(2)", "d[d['kg'] > 2].kg.median()"),
        ("d.groupby('stall').size()", "len(d)"),
        ("d.groupby('stall')['kg'].mean() / 60", "d['kg'].mean() / 60"),
        ("(d.groupby('stall')['kg'].mean() * 100).round(1)", "d['kg'].mean() * 100"),
    ],
)
@pytest.mark.parametrize(
    "failure",
    [
        ASKED,
        "It ran, but one number was asked for: the answer has 7 rows.",
        "It ran, but one value over all was asked for: the answer has 3 rows.",
        "It ran, but a percentage was asked for: the answer has 9 rows.",
    ],
)
def test_groups_are_put_together(line: str, over_all: str, failure: str) -> None:
    repair = cured(f"d = crates.copy()\n{line}", failure)
    assert repair is not None
    assert (repair.kind, repair.text) == ("whole", f"d = crates.copy()\n{over_all}")


@pytest.mark.parametrize(
    "code",
    [
        "d.groupby('stall')[['kg', 'eur']].mean()",
        "d.groupby('stall')['kg'].agg(['mean', 'sum'])",
        "d['kg'].mean()",
        "d.groupby('stall')['kg'].apply(len)",
        "d.pivot_table(",
    ],
)
def test_other_programs_stay(code: str) -> None:
    assert cured(code, ASKED) is None


def test_groups_that_are_asked_for_stay() -> None:
    assert cured("d.groupby('stall')['kg'].mean()", "KeyError: 'kg'") is None
