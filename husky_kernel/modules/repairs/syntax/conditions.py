"""Conditions on columns that were joined as Python's own: ``df['a'] == 1 & df['b'] == 2``, where ``&`` binds more
closely, or ``df['a'] == 1 and df['b'] == 2``, which asks for one truth of a whole column.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import reduce

from husky_kernel.syntax import parsed, replaced

_BRACKETS = (
    "unsupported operand type",
    "annot perform",
    "cannot compare",
    "ambiguous",
    "and_' not supp",
    "or_' not supp",
)
_TRUTH = "truth value of a"


def with_conditions(code: str, failure: str) -> str | None:
    """A failed program with each comparison on its own before they are joined; None if it has no such fault."""
    tree = parsed(code)
    if tree is None or not any(words in failure for words in _BRACKETS):
        return None
    mended = code
    for node in reversed(list(_outermost(tree))):
        joined = _Joined(_TRUTH in failure)
        new = joined.visit(node)
        if joined.changed:
            mended = replaced(mended, node, ast.unparse(new))
    return mended if mended != code else None


def _outermost(node: ast.AST) -> Iterator[ast.expr]:
    """The comparisons and what is joined by words, in their order, none inside another."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Compare | ast.BoolOp):
            yield child
        else:
            yield from _outermost(child)


class _Joined(ast.NodeTransformer):
    """Joins comparisons by ``&`` and ``|``. ``words``: also those that ``and``, ``or`` and ``not`` join."""

    def __init__(self, words: bool) -> None:
        self._words = words
        self.changed = False

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """A chain such as ``a == (b & c) == d``, which was meant as ``(a == b) & (c == d)``."""
        self.generic_visit(node)
        one: list[ast.expr] = []
        operators: list[ast.cmpop] = []
        both: list[ast.expr] = []  # joined by &, which binds more closely
        either: list[ast.expr] = []
        for place, operand in enumerate((node.left, *node.comparators)):
            for join, part in _parts(operand):
                if join is not None:
                    both.append(_comparison(one, operators))
                    one, operators = [], []
                if isinstance(join, ast.BitOr):
                    either.append(_all(both))
                    both = []
                one.append(part)
            operators += node.ops[place : place + 1]
        both.append(_comparison(one, operators))
        if len(both) + len(either) == 1:
            return node
        self.changed = True
        return reduce(lambda left, right: ast.BinOp(left, ast.BitOr(), right), [*either, _all(both)])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """Comparisons joined by words."""
        self.generic_visit(node)
        if not self._words or not all(
            isinstance(value, ast.Compare | ast.BinOp | ast.UnaryOp) for value in node.values
        ):
            return node
        self.changed = True
        sign = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        return reduce(lambda left, right: ast.BinOp(left, sign, right), node.values)


def _parts(operand: ast.expr) -> list[tuple[ast.operator | None, ast.expr]]:
    """What ``&`` and ``|`` join, each with the sign before it."""
    if isinstance(operand, ast.BinOp) and isinstance(operand.op, ast.BitAnd | ast.BitOr):
        (_, first), *rest = _parts(operand.right)
        return [*_parts(operand.left), (operand.op, first), *rest]
    return [(None, operand)]


def _comparison(operands: list[ast.expr], operators: list[ast.cmpop]) -> ast.expr:
    return ast.Compare(operands[0], operators, operands[1:]) if operators else operands[0]


def _all(conditions: list[ast.expr]) -> ast.expr:
    return reduce(lambda left, right: ast.BinOp(left, ast.BitAnd(), right), conditions)
