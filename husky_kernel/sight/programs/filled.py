"""Numbers that a program puts where nothing is known, and that nobody asked for: an average counts them as values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.syntax import method_calls, parsed

_SAID = re.compile(r"\b(?:zero|zeros|0|fill\w*|replac\w*|as none|instead|blank|set|number of|how many|counts?|times)\b")
"""Words of whoever speaks of it, or of something counted: what does not occur is there 0 times."""
_MATTERS = re.compile(r"\b(?:average|mean|median|minimum|lowest|smallest|least)\b")


def filled(question: str, program: str, change: bool) -> Iterator[str]:
    """Why a number in the place of what is missing changes the answer. ``change``: the question asks for a change."""
    asked = question.lower()
    if _SAID.search(asked) or not (change or _MATTERS.search(asked)):
        return
    for _, call in method_calls(parsed(program), "fillna"):
        match call.args[:1]:
            case [ast.Constant(value=int() | float() as number)] if not isinstance(number, bool):
                yield f"the program puts {number} where nothing is known: leave it missing, without .fillna"
                return
