"""A program that groups by another column than the one that is asked for."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.columns.grouping import with_group

FAILED = "It ran, but per cook: the answer does not show which, group by 'cook'."


def test_it_is_grouped_by_what_is_asked_for() -> None:
    repair = cured("d = t[t['year'] == 2031]\nd.groupby('pot')['kg'].sum()", FAILED)
    assert repair is not None
    assert (repair.kind, repair.text) == ("group", "d = t[t['year'] == 2031]\nd.groupby('cook')['kg'].sum()")


def test_a_key_that_is_computed_gives_way_too() -> None:
    assert with_group("t.groupby(tidy.date(t['on']).dt.year).size()", FAILED) == "t.groupby('cook').size()"


@pytest.mark.parametrize(
    "code",
    [
        "t.groupby('cook')['kg'].sum()",
        "t.groupby(['pot', 'lid'])['kg'].sum()",
        "t['kg'].groupby(t['pot']).sum()",
        "t.groupby('pot').sum().groupby('lid').sum()",
        "t['kg'].sum()",
        "t.groupby(",
    ],
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_group(code, FAILED) is None
    assert with_group("t.groupby('pot')['kg'].sum()", "KeyError: 'a'") is None
