from __future__ import annotations

import pytest

from husky_kernel.modules.coder import program
from husky_kernel.modules.repairs.syntax.symbols import with_missing_symbols, with_symbols

STAR = "from sympy import *\n"


@pytest.mark.parametrize(
    ("code", "added"),
    [
        ("n = 12\nsolve(Eq(n, -4*f), f)[0]", "f = symbols('f')"),
        ("j, u = symbols('j u')\nc = -h**3 + 5*h\nc.subs(h, 4)", "h = symbols('h')"),
        ("x = symbols('x')\nsolve(x + y - t, t)", "t, y = symbols('t y')"),
        ("h = h + 1", "h = symbols('h')"),
        ("diff(x1**2, x1)", "x1 = symbols('x1')"),
    ],
)
def test_forgotten_symbols_are_defined(code: str, added: str) -> None:
    assert with_symbols(STAR + code) == f"{STAR}{added}\n{code}"
    exec(with_symbols(STAR + code), {})


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("import sympy as sp", "sp.symbols"),
        ("import sympy", "sympy.symbols"),
        ("from sympy import Eq, symbols", "symbols"),
        ("from sympy import symbols as s", "s"),
    ],
)
def test_they_are_made_the_way_the_program_imports(imports: str, call: str) -> None:
    assert with_symbols(f"{imports}\nf + 1") == f"{imports}\nf = {call}('f')\nf + 1"


@pytest.mark.parametrize(
    "code",
    [
        STAR + "x = symbols('x')\nsolve(x - 1, x)",
        STAR + "k = lambda s: 2*s\nk(3)",
        STAR + "def k(s):\n    return s\nk(3)",
        STAR + "[n for n in range(3)]",
        STAR + "for n in range(3):\n    m = n\nm",
        STAR + "exp(I*pi) + E",
        STAR + "total + 1",
        "f + 1",
        "from sympy import Eq\nEq(f, 1)",
        "import numpy as n\nimport sympy as s\nn.pi + s.pi",
        STAR + "x = (",
        "",
    ],
)
def test_the_rest_is_left_alone(code: str) -> None:
    assert with_symbols(code) == code


def test_symbols_are_defined_once_the_program_missed_one() -> None:
    code = f"{STAR}factor(w**2 - 1)"
    assert program(f"```python\n{code}\n```") == code
    assert with_missing_symbols(code, "NameError: name 'w' is not defined") == with_symbols(code) != code
    assert with_missing_symbols(code, "TypeError: no") is None
