"""Facts that a program makes up: numbers that neither its question nor everyday knowledge gives."""

from __future__ import annotations

import ast
import re
from itertools import combinations

from husky_kernel.agent.decisions.spelled import spelled_numbers
from husky_kernel.syntax import parsed

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_EVERYDAY = frozenset(
    {*range(13), 14, 15, 16, 18, 20, 24, 25, 26, 28, 29, 30, 31, 32, 36, 40, 45, 48, 50, 52, 60, 64, 75}
)
_EVERYDAY |= {90, 99, 100, 128, 144, 180, 200, 300, 360, 365, 366, 400, 500, 640, 1000, 1440, 1760, 2000, 2.54, 3600}
_EVERYDAY |= {1.609, 1.60934, 0.3048, 1852, 2.59, 9.8, 9.81, 3.1416, 299_792, 299_792.458, 299_792_458, 300_000}
_EVERYDAY |= {5280, 10_000, 100_000, 10**6, 10**9, 0.5, 0.25, 0.1, 0.01, 0.05, 0.2, 1.5, 3.14, 3.14159, 4.5, 86400}
"""Numbers that everybody has at hand: small ones, round ones, and those of clocks, calendars, measures, and light."""


def invented(code: str, told: str) -> float | None:
    """The first number that ``code`` gives a name to and that is not in ``told``, nor made of two that are."""
    tree = parsed(code)
    if tree is None:
        return None
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    found = [one.value for one in constants if isinstance(one, ast.Constant) and not isinstance(one.value, bool)]
    values = [float(value) for value in found if isinstance(value, int | float)]
    known = _given(told) if values else ()
    made = (value for value in values if value not in _EVERYDAY and not any(_close(value, other) for other in known))
    return next(made, None)


def _given(question: str) -> set[float]:
    """The numbers of a question, in other units, as shares, and what two of them make."""
    plain = {float(found.replace(",", "")) for found in _NUMBER.findall(question)}
    plain |= {float(number) for number in spelled_numbers(question)}
    shares = {form for value in plain for form in (value / 100, 1 - value / 100, 1 + value / 100, 100 - value)}
    scaled = {value * scale for value in plain for scale in (12, 60, 100, 1e3, 1e6, 1e9)}
    pairs = {
        form for a, b in combinations(sorted(plain), 2) for form in (a + b, b - a, a * b, a / (b or 1), b / (a or 1))
    }
    return plain | shares | scaled | pairs


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))
