from __future__ import annotations

import pytest
from failing import failure_of

from husky_kernel.modules.repairs.syntax.equations import with_equations

START = "import sympy as sp\na, b = sp.symbols('a b')\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sp.solve([sp.Eq(2*a = b - 20), sp.Eq(b, 3)], [a, b])", "sp.solve([sp.Eq(2*a, b - 20), sp.Eq(b, 3)], [a, b])"),
        (
            "sp.solve([sp.Eq(b, 3), -5*a + 38 = -a + (3*b)], [a, b])",
            "sp.solve([sp.Eq(b, 3), sp.Eq(-5*a + 38, -a + (3*b))], [a, b])",
        ),
        ("sp.solve([a + b = 3, a - b = 1], dict=True)", "sp.solve([sp.Eq(a + b, 3), sp.Eq(a - b, 1)], dict=True)"),
    ],
)
def test_an_equation_is_written_as_sympy_wants_it(written: str, meant: str) -> None:
    assert with_equations(START + written, failure_of(START + written)) == START + meant
    exec(START + meant, {})


@pytest.mark.parametrize("code", [START + "sp.solve((a", "f(2*a = 3)", START + "a + b = 3", START + "1 / 0"])
def test_another_failure_is_left_to_the_model(code: str) -> None:
    assert with_equations(code, failure_of(code)) is None
