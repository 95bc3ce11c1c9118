"""The summary that a question asks for: a program on variables that computes no mean answers no "average"."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from husky_kernel.agent.grammar import words
from husky_kernel.syntax import identifiers, mentioned

_ORDER = ("sort_values", "sorted", "sort", "argsort", "rank", "describe")
_SUMMARIES: Mapping[str, tuple[str, ...]] = {
    "average": ("mean", "average", "median", "describe"),
    "lowest": ("min", "idxmin", "argmin", "nsmallest", *_ORDER),
    "highest": ("max", "idxmax", "argmax", "nlargest", *_ORDER),
}
"""What computes each. Of 1,447 training questions of WikiSQL with "average" 92% want one, of 1,302 with "lowest" 97%,
of 1,373 with "highest" 92%; "total" and "low" say less."""

_SPOKEN = {"minimum": "lowest", "smallest": "lowest", "maximum": "highest", "largest": "highest"}


def missing_summary(tree: ast.AST, question: str, context: str) -> str | None:
    """The first summary that ``question`` names and a program computes in no way; None if there is none.

    What is part of a name or a value in the description of the variables names no summary.
    """
    known, computed = set(words(context)), _names(tree)
    known |= {"average"} if "avg" in known else set()
    divides = any(isinstance(node, ast.Div) for node in ast.walk(tree))
    for word in words(question):
        summary = _SPOKEN.get(word, word)
        if word in known or summary not in _SUMMARIES or (divides and summary == "average"):
            continue
        if not computed.intersection(_SUMMARIES[summary]):
            return word
    return None


def _names(tree: ast.AST) -> set[str]:
    """Functions, methods, and words of texts such as the one in ``agg("mean")``."""
    return identifiers(tree).union(*(re.findall(r"\w+", text) for text in mentioned(tree)))
