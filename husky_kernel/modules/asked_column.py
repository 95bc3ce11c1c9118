"""The column that a question asks for by name: "What was the nationality of the winner?" of a table that has one."""

from __future__ import annotations

import ast
import re

from husky_kernel.modules.syntax import mentioned

_ASKS = re.compile(r"(?:^|[,;:] )(?:what|which)(?: is| was| are| were|'s)?(?: the| a)? (?=\w)", re.IGNORECASE)
_NAMED = re.compile(r"""('[^'\n]+'|"[^"\n]+") \(""")
"""A column in the description of a table: its name, and its type in brackets."""


def asked_column(question: str, context: str) -> str | None:
    """The longest name of a described column that follows the question word; None where none does."""
    names = {found[1:-1] for found in _NAMED.findall(context)}
    rest = [question[found.end() :].casefold() for found in _ASKS.finditer(question)]
    named = [name for name in names if any(re.match(re.escape(name.casefold()) + r"(?!\w)", text) for text in rest)]
    return max(named, key=len, default=None)


def speaks_of(tree: ast.AST, column: str) -> bool:
    """Whether a program names the column, as a text or as an attribute."""
    return any(column.casefold() in text.casefold() for text in mentioned(tree))
