from __future__ import annotations

import pytest
from failing import failure_of

from husky_kernel.modules.repairs.syntax.imports import with_import


@pytest.mark.parametrize(
    ("code", "added"),
    [
        ("statistics.median([6, 1, 10])", "import statistics"),
        ("Fraction(5, 18)", "from fractions import Fraction"),
        ("math.sqrt(16)", "import math"),
        ("sqrt(16)", "from math import sqrt"),
        ("datetime.date(2026, 1, 1)", "import datetime"),
        ("datetime.strptime('9:05', '%H:%M')", "from datetime import datetime"),
        ("Counter('abca').most_common(1)", "from collections import Counter"),
        ("np.mean([1, 2])", "import numpy as np"),
        ("pd.Series([1, 2]).sum()", "import pandas as pd"),
        ("sp.Rational(1, 2)", "import sympy as sp"),
    ],
)
def test_a_forgotten_import_is_supplied(code: str, added: str) -> None:
    mended = with_import(code, failure_of(code))
    assert mended == f"{added}\n{code}"
    exec(mended, {})


def test_two_are_supplied_one_after_the_other() -> None:
    code = "statistics.mean([math.pi, 1])"
    once = with_import(code, failure_of(code))
    assert once is not None
    twice = with_import(once, failure_of(once))
    assert twice == f"import math\nimport statistics\n{code}"
    exec(twice, {})


@pytest.mark.parametrize("code", ["sales.sum()", "total + 1", "data['Leaf']", "statistics", "1 / 0", "{}['math']"])
def test_another_failure_is_left_to_the_model(code: str) -> None:
    assert with_import(code, failure_of(code)) is None


def test_an_import_that_does_not_help_is_not_repeated() -> None:
    code = "import math\nmath.pi"
    assert with_import(code, "NameError: name 'math' is not defined") is None
