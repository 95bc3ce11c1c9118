"""A value of a column that was taken for a column."""

from __future__ import annotations

import pandas as pd
import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.sight.tables import hint

LOANS = pd.DataFrame({"book": ["a", "b", "c", "d"], "state": ["lost", "back", "lost", "out"]})


def mended(program: str) -> str | None:
    with pytest.raises(KeyError) as caught:
        exec(program, {"loans": LOANS, "d": LOANS})
    repair = cured(program, f"KeyError: {caught.value}\n{hint(caught.value, program, {'loans': LOANS})}")
    return repair.text if repair else None


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("int(loans['lost'].sum())", 2),
        ("d['lost'].mean() * 100", 50.0),
        ("len(loans[loans['lost']])", 2),
    ],
)
def test_the_column_is_compared_with_it(program: str, value: object) -> None:
    text = mended(program)
    assert text is not None
    assert eval(text, {"loans": LOANS, "d": LOANS}) == value


@pytest.mark.parametrize("program", ["loans['lost'].count()", "(loans['lost'] == 'yes').sum()", "loans['gone'].sum()"])
def test_what_is_not_clear_stays_as_it_was(program: str) -> None:
    assert mended(program) is None
