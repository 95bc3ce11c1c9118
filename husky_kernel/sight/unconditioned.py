"""Conditions that a question makes and its program does not: "negative amounts", "more than five"."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import parsed

_NUMBER = r"(?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half|zero)"
_LIMIT = re.compile(
    rf"\b(?:(?:more|less|fewer|longer|shorter|later|earlier|older|younger|higher|lower|larger|greater|bigger|smaller|"
    rf"heavier|lighter|cheaper|taller|faster|slower) than|at least|at most|over|under|above|below|exceed\w*) "
    rf"{_NUMBER}"
)
_SIGN = re.compile(r"\b(?:negative|positive)\b(?! correlat| or negative| or positive)")

_WRITTEN = re.compile(r"\b(?:parenthes[ei]s|brackets?|minus signs?|written|means)\b")
"""Words of whoever says how such values are written."""

_SELECTING = frozenset(("query", "between", "lt", "le", "gt", "ge", "eq", "isin", "clip", "cut", "filter", "where"))
_SELECTING |= {"mask", "nlargest", "nsmallest", "loc", "groupby", "resample", "pipe", "apply", "map", "select_dtypes"}
_SIGNED = frozenset(("lt", "le", "gt", "ge", "clip", "sign", "signbit", "abs", "query", "startswith", "endswith"))
"""What may make a condition without a sign of comparison."""


def unconditioned(question: str, program: str) -> Iterator[str]:
    """What is told where the question limits what it takes and ``program`` compares nothing."""
    asked, tree = question.lower(), parsed(program)
    if tree is None:
        return
    nodes = list(ast.walk(tree))
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    compared = [node for node in nodes if isinstance(node, ast.Compare)]
    if (limit := _LIMIT.search(asked)) and not (compared or called & _SELECTING):
        yield f"the question takes only some ({limit[0].strip()} …), the program makes no such condition"
    sign = _SIGN.search(asked)
    signed = called & _SIGNED or any(_is_zero(side) for node in compared for side in (node.left, *node.comparators))
    if sign and not (signed or _WRITTEN.search(asked)) and "correlat" not in asked and sign[0] not in program.lower():
        yield f"the question speaks of {sign[0]} values, the program does not tell them by a comparison with 0"


def _is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value == 0
