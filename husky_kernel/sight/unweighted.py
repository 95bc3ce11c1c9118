"""Weighted averages that a question asks for and its program does not take."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import mentioned, parsed

_AVERAGE = r"\b(?:average|mean|score|price|rating)s?\b"
_ASKED = re.compile(rf"\bweighted\b|{_AVERAGE}.*\bweight [\w ]{{2,30}} (?:by|with) |\bweight the ")


def unweighted(question: str, program: str) -> Iterator[str]:
    """What is told where an average is to be weighted and ``program`` divides by nothing."""
    tree = parsed(program)
    if tree is None or not _ASKED.search(question.lower()):
        return
    divides = any(isinstance(node, ast.Div) for node in ast.walk(tree))
    if not divides and not {"average", "div", "truediv"} & {*mentioned(tree)}:
        yield "a weighted average was asked for: (values * weights).sum() / weights.sum()"
