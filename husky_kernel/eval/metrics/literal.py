r"""Trees that are plain numbers: ``3.50``, ``-2``, ``3/4``, ``-15\frac{3}{5}``."""

from __future__ import annotations

from fractions import Fraction

from husky_kernel.eval.metrics.expression import Tree
from husky_kernel.eval.metrics.numbers import Number, written


def number_of(tree: Tree) -> Number | None:
    """The number that a tree is as it was written; None where it has to be worked out."""
    if tree[0] == "num":
        return written(tree[1])
    if tree[0] == "neg" and tree[1][0] != "neg" and (inner := number_of(tree[1])) and inner.exact is not None:
        return Number(-inner.value, inner.places, inner.digits, exact=-inner.exact)
    if tree[0] == "div" and tree[1][0] in ("num", "neg") and tree[2][0] == "num":
        over, under = _exact(tree[1]), _exact(tree[2])
        return None if over is None or not under else _of(over / under)
    if tree[0] == "add" and tree[1][0] == "num" and tree[2][0] == "div":
        whole, part = _exact(tree[1]), _exact(tree[2])
        return None if whole is None or part is None or not 0 < part < 1 else _of(whole + part)
    return None


def _exact(tree: Tree) -> Fraction | None:
    number = number_of(tree)
    return None if number is None else number.exact


def _of(value: Fraction) -> Number:
    return Number(float(value), exact=value)
