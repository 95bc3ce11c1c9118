"""Texts that are more than digits are read by our helper."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.converted import with_helper

FAILED = "ValueError: invalid literal for int() with base 10: '?'"


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("t.loc[t['age'].astype(int) < 18, 'age'].count()", "t.loc[tidy.number(t['age']) < 18, 'age'].count()"),
        (
            "pd.to_numeric(t['a']).sum() / t['b'].astype('float').sum()",
            "tidy.number(t['a']).sum() / tidy.number(t['b']).sum()",
        ),
    ],
)
def test_a_conversion_becomes_a_reading(code: str, read: str) -> None:
    assert with_helper(code, FAILED) == read
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "converted"


@pytest.mark.parametrize(
    "code", ["int(t['a'])", "t.astype(int)", "t['a'].astype(str)", "pd.to_numeric(t['a'], 'coerce')", "t["]
)
def test_all_else_is_left_alone(code: str) -> None:
    assert with_helper(code, FAILED) is None
    assert with_helper("t['a'].astype(int)", "KeyError: 'a'") is None
