"""Methods of a number that are meant of a product."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.scaled import with_product

FAILED = "SyntaxError: invalid decimal literal"


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("t.groupby('a')['b'].mean() * 100.plot(kind='bar')", "(t.groupby('a')['b'].mean() * 100).plot(kind='bar')"),
        ("n = 1\ns = t['b'].mean() / 60.round(2)\ns", "n = 1\ns = (t['b'].mean() / 60).round(2)\ns"),
    ],
)
def test_the_product_is_put_in_brackets(code: str, right: str) -> None:
    assert with_product(code, FAILED) == right
    repair = cured(code, FAILED)
    assert repair is not None
    assert repair.kind == "product"


@pytest.mark.parametrize("code", ["1a = 3", "t.mean() * 100.plot(", "t.mean() * 100"])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_product(code, FAILED) is None
    assert with_product("t.mean() * 100.plot()", "KeyError: 't'") is None
