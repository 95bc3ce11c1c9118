"""Arithmetic as annotators write it ("1,200 x 5%"), read into Python's syntax tree, computed and written again."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping

from husky_kernel.training.trajectories import Unfit

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "·": "*", "^": "^", "[": "(", "]": ")"})
_TIMES = re.compile(r"(?<=[\d)%])\s*[xX]\s*(?=[\d(.$])")
_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MONEY = re.compile(r"[$£€]\s*|(?:US|A|C)\$\s*")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+|\))\s*%")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_BESIDE = re.compile(r"(?<=\))\s*(?=[\d(])|(?<=\d)\s*(?=\()")
_LEGAL = re.compile(r"[\d.+*/() \t-]+")

OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_HUGE = 1e4
"""Larger exponents are no arithmetic of a word problem."""


def read(text: str) -> ast.expr:
    """The expression that ``text`` is.

    Raises
    ------
    Unfit
        If it is more than numbers, brackets and the four operations, or powers.
    """
    text = _COMMA.sub("", _MONEY.sub("", text.translate(_SIGNS)))
    text = _TIMES.sub("*", text).replace("^", "**")
    text = _PERCENT.sub(lambda match: f"({match[1]}/100)" if match[1] != ")" else ")/100", text)
    text = _BESIDE.sub("*", _ZEROS.sub("", text)).strip(" =\n\t").rstrip(".")
    if not _LEGAL.fullmatch(text):
        raise Unfit("not arithmetic")
    try:
        return tidy(ast.parse(text, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unfit("not arithmetic") from None


def tidy(tree: ast.expr) -> ast.expr:
    """The tree with whole numbers written as such, and nothing in it but numbers, names and operators."""
    match tree:
        case ast.Constant(value=int() | float() as number):
            return ast.Constant(int(number) if float(number).is_integer() and abs(number) < 1e15 else number)
        case ast.Name():
            return tree
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            return ast.UnaryOp(sign, tidy(operand)) if isinstance(sign, ast.USub) else tidy(operand)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            return ast.BinOp(tidy(left), sign, tidy(right))
    raise Unfit("not arithmetic")


def compute(tree: ast.expr, names: Mapping[str, float] | None = None) -> float:
    """The value of an expression.

    Raises
    ------
    Unfit
        If it has none: division by zero, a name without a value, a number too large.
    """
    try:
        match tree:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name):
                return (names or {})[name]
            case ast.UnaryOp(operand=operand):
                return -compute(operand, names)
            case ast.BinOp(left=left, op=sign, right=right):
                one, other = compute(left, names), compute(right, names)
                if isinstance(sign, ast.Pow) and abs(other) > _HUGE:
                    raise Unfit("not computable")
                value = OPERATORS[type(sign)](one, other)
                if isinstance(value, complex):
                    raise Unfit("not computable")
                return value
    except (ArithmeticError, KeyError, ValueError):
        pass
    raise Unfit("not computable")


def numbers(tree: ast.expr) -> list[float]:
    """The numbers in an expression, from left to right."""
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and not isinstance(node.value, str)]  # type: ignore[misc]


class Linker(ast.NodeTransformer):
    """Puts names in the place of numbers; ``name`` says which, None for a number that stays."""

    def __init__(self, name: Callable[[float], str | None]) -> None:
        self._name = name

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """A number."""
        name = self._name(node.value) if isinstance(node.value, int | float) else None
        return ast.Name(name, ast.Load()) if name else node


def link(tree: ast.expr, name: Callable[[float], str | None]) -> ast.expr:
    """A copy of ``tree`` with names in it."""
    copy = ast.parse(write(tree), mode="eval").body
    linked: ast.expr = Linker(name).visit(copy)
    return linked


def write(tree: ast.expr) -> str:
    """The expression as Python code."""
    return ast.unparse(ast.fix_missing_locations(tree))


def is_near(one: float, other: float) -> bool:
    """Equal but for the last bits."""
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
