"""Whether a program adds up rows where the largest single one is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from husky_kernel.superlatives import SINGLE
from husky_kernel.syntax import method_calls, parsed


def singly(question: str, program: str) -> Iterator[str]:
    """What is told of ``d.groupby('day')['kg'].sum().idxmax()`` then."""
    found, tree = SINGLE.search(question.lower()), parsed(program)
    if found and tree is not None and method_calls(tree, "groupby") and method_calls(tree, "sum"):
        yield f"a single {found['of']} is asked for, the program adds them up: take its row by .loc and .idxmax()"
