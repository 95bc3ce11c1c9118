"""Whether a program looks for the other end: the largest where the smallest is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.superlatives import LEAST, MOST
from husky_kernel.syntax import identifiers, parsed

_UP = frozenset(("nsmallest", "idxmin", "min", "argmin", "cummin"))
_DOWN = frozenset(("nlargest", "idxmax", "max", "argmax", "cummax", "mode"))
_OTHER = frozenset(("iloc", "tail", "rank", "query", "quantile", "diff", "sort_index"))
"""What may turn the order round, or find the end otherwise."""


def directions(question: str, program: str) -> Iterator[str]:
    """What is wrong with the end that ``program`` takes; silent where question or program speak of both ends."""
    words = re.sub(r"\bat (?:least|most)\b|\bmost of\b", "", question.lower())
    low, high = re.search(rf"\b(?:{LEAST})\b", words), re.search(rf"\b(?:{MOST})\b", words)
    if bool(low) == bool(high):
        return
    tree = parsed(program)
    if tree is None:
        return
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= identifiers(tree)
    up, down = bool(names & _UP), bool(names & _DOWN)
    if names & _OTHER or "sort_values" in names or up == down:
        return
    if low and down:
        yield f"the {low[0]} is asked for, the program takes the largest"
    elif high and up:
        yield f"the {high[0]} is asked for, the program takes the smallest"
