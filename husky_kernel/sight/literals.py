"""Values that stand in a program: those that nobody spoke of, and those of the program before that went lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import parsed

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TODAY = re.compile(r"\b(?:today|now|this|last|current|previous|past|recent)\b")
_SAME = re.compile(r"^(?:(?:and|now|then)\W+)*(?:the )?same\b|^(?:(?:and|now|then) )?(?:by|per) \w+\W*$")

_COMPARING = frozenset(("isin", "eq", "ne", "lt", "le", "gt", "ge", "between"))


def unasked_years(spoken: str, program: str) -> Iterator[str]:
    """Years that ``program`` compares with and that ``spoken``, all that was said, does not name."""
    if _TODAY.search(spoken.lower()):
        return
    known = set(_YEAR.findall(spoken))
    for text in _compared(program):
        strange = [year for year in _YEAR.findall(text) if year not in known]
        if strange:
            yield f"the program takes {strange[0]}, of which the question says nothing"
            return


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
