"""Names that a program spells in two ways."""

from __future__ import annotations

import pytest
from failing import failure_of

from husky_kernel.modules.repairs import cured
from husky_kernel.modules.repairs.syntax.names import with_name


def test_a_name_is_spelled_as_where_it_got_its_value() -> None:
    code = "fiji = 2\nratio = Fiji / 4\nratio"
    mended = cured(code, failure_of(code))
    assert mended is not None
    assert mended.text == "fiji = 2\nratio = fiji / 4\nratio"


@pytest.mark.parametrize("code", ["fiji = 2\nRatio", "a = A = 1\nfiji / a", "del_ = 1\nx + 1"])
def test_another_name_is_not_taken_for_it(code: str) -> None:
    assert with_name(code, failure_of(code)) is None


def test_other_failures_are_left_alone() -> None:
    assert with_name("1 / 0", "ZeroDivisionError: division by zero") is None
    assert with_name("x = (", "NameError: name 'X' is not defined") is None
