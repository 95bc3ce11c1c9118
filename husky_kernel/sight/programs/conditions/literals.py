"""Values that stand in a program: those that nobody spoke of, and those of the program before that went lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.programs.counted import called
from husky_kernel.syntax import parsed

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d)[,.'’ ](?=\d{3}(?!\d))")
_TODAY = re.compile(r"\b(?:today|now|this|last|current|previous|past|recent)\b")
_SAME = re.compile(r"^(?:(?:and|now|then)\W+)*(?:the )?same\b|^(?:(?:and|now|then) )?(?:by|per) \w+\W*$")

_COMPARING = frozenset(("isin", "eq", "ne", "lt", "le", "gt", "ge", "between"))


def unasked_years(spoken: str, program: str) -> Iterator[str]:
    """Years that ``program`` compares with and that ``spoken``, all that was said, does not name."""
    if _TODAY.search(spoken.lower()):
        return
    known = set(_YEAR.findall(_THOUSANDS.sub("", spoken)))
    for text in _compared(program):
        strange = [year for year in _YEAR.findall(text) if year not in known]
        if strange:
            yield f"the program takes {strange[0]}, of which the question says nothing"
            return


NAMES = 4
"""Fewer different values of a column are answers rather than names."""


def unasked_names(spoken: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """A number or a name that ``program`` takes the rows of and of which ``spoken``, all that was said, has nothing."""
    tree, said = parsed(program), _THOUSANDS.sub("", spoken.casefold())
    for node in ast.walk(tree) if tree is not None else ():
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=int() | str() as value)]):
                column = _column(left)
                if column is None or isinstance(value, bool) or not _is_name(value, column, tables):
                    continue
                words = re.findall(r"[^\W_]{2,}", str(value).casefold())
                if not any(word[:4] in said for word in words or [str(value).casefold()]):
                    yield f"the program takes only {value!r} of `{column}`, of which the question says nothing"
                    return


def _column(node: ast.expr) -> str | None:
    match node:
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value=str() as column)):
            return column
    return None


def _is_name(value: int | str, column: str, tables: Mapping[str, Any]) -> bool:
    """Whether a column has many different values of this kind: codes of two digits or more, or names."""
    held = [each for each in called(column, tables) if getattr(each, "ndim", 0) == 1 and bool((each == value).any())]
    if not held or any(each.nunique() < NAMES for each in held):
        return False
    if isinstance(value, str):
        return value[:1].isupper() and len(value) > 2
    return value > 12 and all(each.dtype.kind in "iu" for each in held)


def left_out(question: str, before: str, program: str) -> Iterator[str]:
    """Values that the program ``before`` compared with and that ``program``, which is to do the same, does not have."""
    if not _SAME.search(question.lower().strip()) or re.search(r"\d", question):
        return
    for text in _compared(before):
        if text not in program:
            yield f"the same was asked for: the program before took only {text!r}, this one does not"
            return


def _compared(program: str) -> Iterator[str]:
    """The numbers and texts that a program compares with."""
    tree = parsed(program)
    if tree is None:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                yield from (str(each.value) for each in _constants(side))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _COMPARING:
            yield from (str(each.value) for part in node.args for each in _constants(part))


def _constants(node: ast.expr) -> Iterator[ast.Constant]:
    """Constants that stand alone, in a list or in a call: not the name of a column."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
        yield node
    elif isinstance(node, ast.List | ast.Tuple):
        yield from (found for part in node.elts for found in _constants(part))
    elif isinstance(node, ast.Call):
        yield from (found for part in node.args for found in _constants(part))
