"""Programs that give the first few of the groups that a question asks for, where nobody asked for so many."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from husky_kernel.numerals import WORDS
from husky_kernel.syntax import last_value, parsed

_EACH = re.compile(r"\b(?:each|every|all|per|by|break\w*|broken)\b")
_FEW = re.compile(
    r"\b(?:(?:the|its|their) (?:first|last)|(?:first|last) (?:few|\d+|rows?|lines?)|top|bottom|few|some|several|half|"
    r"dozen|couple|examples?|samples?|previews?|heads?|look|peek)\b"
)
_CALLS = frozenset(("head", "tail", "nlargest", "nsmallest"))

DEFAULT = 5
"""So many these give where no number is said."""


def first_few(question: str, program: str) -> Iterator[str]:
    """What is told where the value of ``program`` is cut to a number of rows that ``question`` does not have."""
    asked = question.lower()
    if not _EACH.search(asked) or _FEW.search(asked):
        return
    match last_value(parsed(program)):
        case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=keywords) if name in _CALLS:
            given = [*args, *(each.value for each in keywords if each.arg == "n"), ast.Constant(DEFAULT)]
            count = getattr(given[0], "value", None)
            if isinstance(count, int) and count > 1 and not _is_said(count, asked):
                yield f"all are asked for, .{name}() gives {count} rows: take .sort_values() for their order"


def _is_said(count: int, asked: str) -> bool:
    said = {str(count), *WORDS[count - 1 : count]}
    return any(re.search(rf"\b{word}\b", asked) for word in said)
