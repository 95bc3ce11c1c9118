"""The largest value of each group becomes its row, where the row is asked for."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.asked.rows_of import with_rows

FAILED = "It ran, but which cook: the answer has numbers only, take the rows with their cook by .loc."


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("pots.groupby('a')['b'].max()", "pots.loc[pots.groupby('a')['b'].idxmax()]"),
        ("n = 3\npots.groupby(['a', 'c']).b.min()", "n = 3\npots.loc[pots.groupby(['a', 'c']).b.idxmin()]"),
    ],
)
def test_the_rows_are_taken(code: str, rows: str) -> None:
    assert with_rows(code, FAILED) == rows
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "rows"


@pytest.mark.parametrize(
    "code",
    [
        "pots.groupby('a')['b'].sum()",
        "pots.groupby('a')['b'].max(numeric_only=True)",
        "pots.groupby('a')[['b', 'c']].max().reset_index()",
        "pots[pots['b'] > 1].groupby('a')['b'].max()",
        "t = pots.groupby('a')['b'].max()",
        "pots['b'].max()",
        "pots.groupby(",
        "",
    ],
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_rows(code, FAILED) is None
    assert with_rows("pots.groupby('a')['b'].max()", "KeyError: 'a'") is None
