"""Of groups the column that is asked for is taken before they are summarised, where texts stand beside it."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.columns.selected import with_selected

FAILED = "TypeError: dtype 'str' does not support operation 'mean'"


@pytest.mark.parametrize(
    ("code", "selected"),
    [
        ("t.groupby('a').mean()['b']", "t.groupby('a')['b'].mean()"),
        (
            "d = t.copy()\nd.groupby(['a', 'c']).sum(min_count=1)[['b']]",
            "d = t.copy()\nd.groupby(['a', 'c'])[['b']].sum(min_count=1)",
        ),
        ("t.groupby('a').median()['b'].round(1)", "t.groupby('a')['b'].median().round(1)"),
    ],
)
def test_the_column_comes_first(code: str, selected: str) -> None:
    assert with_selected(code, FAILED) == selected
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "selected"


@pytest.mark.parametrize("code", ["t.groupby('a')['b'].mean()", "t.mean()['b']", "t.groupby('a').mean()", "t.groupby("])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_selected(code, FAILED) is None


def test_another_failure_is_not_touched() -> None:
    assert with_selected("t.groupby('a').mean()['b']", "KeyError: 'b'") is None
