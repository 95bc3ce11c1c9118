"""The program that computes an answer, and how an answer is rounded and written."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from husky_kernel.eval.generate.drawing import Draw

CLOSE = Fraction(1, 10**6)
"""Nearer than this to where the rounding turns, relative to the step, an answer hangs on the last digit of a figure."""

_PRINT = {"up": "print(math.ceil(answer))", "down": "print(math.floor(answer))", "exact": "print(answer)"}


def program(draw: Draw) -> str:
    """Python that prints the answer of ``draw``; each figure comes with a comment that says what it is."""
    lines = ["import math"] if draw.recipe.round in ("up", "down") else []
    lines += [f"{name} = {figure.literal}  # {figure.query}, {figure.unit}" for name, figure in draw.figures.items()]
    lines += [f"{name} = {value}  # given" for name, value in draw.given.items()]
    return "\n".join([*lines, draw.recipe.code, _print(draw.recipe.round)]) + "\n"


def _print(rule: int | str) -> str:
    if isinstance(rule, str):
        return _PRINT[rule]
    if rule > 0:
        return f'print(f"{{answer:.{rule}f}}")'
    return f"print(int(round(answer, {rule})))" if rule else "print(round(answer))"


def rounded(value: Fraction, rule: int | str) -> str | None:
    """``value`` as the program would print it, by exact arithmetic; None if it lies where the rounding turns."""
    if rule == "exact":
        return str(value.numerator) if value.denominator == 1 else None
    if isinstance(rule, str):
        if abs(value - round(value)) < CLOSE * max(Fraction(1), abs(value)):
            return None
        return str(math.ceil(value) if rule == "up" else math.floor(value))
    steps = value * Fraction(10) ** rule
    if abs(steps - math.floor(steps) - Fraction(1, 2)) < CLOSE:
        return None
    whole = Decimal(math.floor(steps + Fraction(1, 2))).scaleb(-rule)
    return f"{whole:.{max(rule, 0)}f}"
