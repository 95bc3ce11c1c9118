"""Conditions that were joined as Python's own, on real tables and with the failures that these give."""

from __future__ import annotations

import pandas as pd
import pytest
from failing import failure_of

from husky_kernel.modules.repairs.syntax.conditions import with_conditions

DF = pd.DataFrame({"a": ["x", "y", "y"], "b": [1, 2, 3], "c": [1.5, 2.5, 3.5]})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("df['a'] == 'y' & df['b'] == 3", "(df['a'] == 'y') & (df['b'] == 3)"),
        ("df['b'] > 1 & df['c'] < 3", "(df['b'] > 1) & (df['c'] < 3)"),
        ("df['a'] == 'x' | df['a'] == 'y' & df['b'] >= 3", "(df['a'] == 'x') | (df['a'] == 'y') & (df['b'] >= 3)"),
        ("df['a'] == 'y' & df['b'] > 1 & df['c'] < 3", "(df['a'] == 'y') & (df['b'] > 1) & (df['c'] < 3)"),
        ("(df['a'] == 'y') & df['b'] > 1 & df['c'] < 3", "(df['a'] == 'y') & (df['b'] > 1) & (df['c'] < 3)"),
        ("df['a'] == 'y' and df['b'] == 3", "(df['a'] == 'y') & (df['b'] == 3)"),
        ("df['a'] == 'x' or df['b'] == 3", "(df['a'] == 'x') | (df['b'] == 3)"),
    ],
)
def test_every_comparison_stands_on_its_own(written: str, meant: str) -> None:
    code = f"df[{written}]['b'].tolist()"
    mended = with_conditions(code, failure_of(code, df=DF))
    assert mended is not None
    assert eval(mended, {"df": DF}) == eval(f"df[{meant}]['b'].tolist()", {"df": DF})


def test_what_stands_around_it_stays() -> None:
    code = "# café, of three\nrows = df[df['a'] == 'é' & df['b'] > 1]  # all\nlen(rows)"
    meant = "# café, of three\nrows = df[(df['a'] == 'é') & (df['b'] > 1)]  # all\nlen(rows)"
    assert with_conditions(code, failure_of(code, df=DF)) == meant


@pytest.mark.parametrize("code", ["df['z']", "df['a'] + df['b']", "1 / 0", "df['b'] and 1", "df['a'] == (1, )[2]"])
def test_another_failure_is_left_to_the_model(code: str) -> None:
    assert with_conditions(code, failure_of(code, df=DF)) is None


def test_what_is_no_python_is_left_to_the_model() -> None:
    assert with_conditions("df[1 &", "SyntaxError: unsupported operand type") is None
