"""A factor that the numbers have already is left out."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.factors import without_factor

FAILED = "It ran, but what tidy.number gives of `fee` is in percent already: leave out `* 100`."


def test_the_factor_goes() -> None:
    repair = cured("d = tidy.number(t['fee'])\nd.mean() * 100", FAILED)
    assert repair is not None
    assert (repair.kind, repair.text) == ("factor", "d = tidy.number(t['fee'])\nd.mean()")


@pytest.mark.parametrize("code", ["tidy.number(t['fee']).mean()", "d.mean() * 100 if", ""])
def test_all_else_is_left_alone(code: str) -> None:
    assert without_factor(code, FAILED) is None
    assert without_factor("d.mean() * 100", "KeyError: 'a'") is None
