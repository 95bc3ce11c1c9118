"""Numbers brought to millions and the like: written out for the model, and looked at in what it writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal

from husky_kernel.syntax import parsed

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ANY = "|".join(_SCALES)
_WORD = re.compile(rf"\b({_ANY})\b", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![\d.,])(\d[\d,]*(?:\.\d+)?) ({_ANY})\b", re.IGNORECASE)
_ASKED = re.compile(rf"\bhow many ({_ANY})s?\b", re.IGNORECASE)


def written_out(text: str) -> str:
    """``text`` with "5,906 million" as "5,906,000,000": a small model computes with the figure and forgets the word."""
    return _NUMBER.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    value = Decimal(found[1].replace(",", "")) * _SCALES[found[2].lower()]
    return f"{value.normalize():,f}"


def wrong_scale(code: str, question: str) -> str | None:
    """What is wrong with the scale of a program on numbers that are written out: a line divides by another power of ten
    than its comment says, or none by the one that ``question`` asks for.
    """
    tree, lines = parsed(code), code.splitlines()
    if tree is None:
        return None
    divided = list(_divided(tree))
    for line, by in divided:
        said = {word.lower() for word in _WORD.findall(lines[line - 1].partition("#")[2])}
        scale = _SCALES[next(iter(said))] if len(said) == 1 else by
        if scale != by:
            return f"{said.pop()} is {scale}, not {by}: divide by {scale}"
    asked = _ASKED.search(question)
    if asked and all(by != _SCALES[asked[1].lower()] for _, by in divided):
        return f"the question asks how many {asked[1]}: divide by {_SCALES[asked[1].lower()]} in the end"
    return None


def _divided(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The line of each division by a power of ten from a thousand on, and the power."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and (by := _power(node.right)):
            yield node.lineno, by


def _power(node: ast.expr) -> int | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            power = value
        case ast.BinOp(left=ast.Constant(value=10), op=ast.Pow(), right=ast.Constant(value=int() as exponent)):
            power = 10 ** min(exponent, 15)
        case _:
            return None
    return int(power) if power in (10**n for n in range(3, 16)) else None
