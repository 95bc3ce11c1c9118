"""A duration is brought to the unit that is asked for."""

from __future__ import annotations

import pytest

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.values.durations import with_unit

FAILED = "It ran, but the answer is a duration, minutes are asked for: divide it by pd.Timedelta(minutes=1)."


def test_the_last_line_is_divided() -> None:
    repair = cured("d = t['took']\nd.mean()", FAILED)
    assert repair is not None
    assert (repair.kind, repair.text) == ("unit", "d = t['took']\n(d.mean()) / pd.Timedelta(minutes=1)")


@pytest.mark.parametrize("code", ["d = t['took'].mean()", "d.mean(", ""])
def test_all_else_is_left_alone(code: str) -> None:
    assert with_unit(code, FAILED) is None
    assert with_unit("d.mean()", "KeyError: 'a'") is None
