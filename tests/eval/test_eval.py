from __future__ import annotations

import contextlib

import pytest

from husky_kernel.eval.sandbox import with_value


@pytest.mark.parametrize(
    ("code", "value"),
    [("1 + 2", 3), ("x = 4", 4), ("print(5)", None), ("def f():\n    return 1", None), ("x = (", None)],
)
def test_the_value_of_a_program_is_kept(code: str, value: object) -> None:
    names: dict[str, object] = {}
    with contextlib.suppress(SyntaxError):
        exec(with_value(code), names)
    assert names.get("husky_value_") == value
