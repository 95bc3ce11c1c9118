"""The columns that a question names: the one that it asks for, and those that it makes conditions of.

"What was the nationality of the winner with a score of 70?" of a table that has both, a nationality and a score.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from husky_kernel.syntax import mentioned, parsed, replaced

_ASKS = re.compile(r"(?:^|[,;:] )(?:what|which)(?: is| was| are| were|'s)?(?: the| a)? (?=\w)", re.IGNORECASE)
_BEFORE = r"\b(?:with|when|where|whose|and|has|had|have|having|for|if|is)(?: its| the| a| an)? "
_AFTER = (
    r" (?:of|is|was|are|were|as|larger|more|less|greater|smaller|higher|lower|bigger|under|over|above|below|equal)\b"
)
"""What stands around the name of a column that is a condition. Of 222 such in 900 training questions of WikiSQL the
annotated program has 218, and the four others had "the player that", which is why "that" is not among them."""

_TOLD = re.compile(r"""the question asks for the column ('[^'\n]+'|"[^"\n]+"), which""")

_NAMED = re.compile(r"""('[^'\n]+'|"[^"\n]+") \((\w*)""")
"""A column in the description of a table: its name, and its type in brackets."""


def asked_column(question: str, context: str) -> str | None:
    """The longest name of a described column that follows the question word; None where none does."""
    names = types(context)
    rest = [question[found.end() :].casefold() for found in _ASKS.finditer(question)]
    named = [name for name in names if any(re.match(re.escape(name.casefold()) + r"(?!\w)", text) for text in rest)]
    return max(named, key=len, default=None)


def left_out(column: str) -> str:
    """What is told of a program without the column that is asked for."""
    return f"the question asks for the column {column!r}, which the program leaves out"


def with_asked_column(code: str, failure: str) -> str | None:
    """A program that was told of :func:`left_out`, taking that column in the place of the one it ends with.

    None if it was told of something else, or ends with no column of a selection.
    """
    told, tree = _TOLD.search(failure), parsed(code)
    if told is None or tree is None or not tree.body:
        return None
    place = _selected(tree.body)
    return None if place is None else replaced(code, place, told[1])


def _selected(body: Sequence[ast.stmt]) -> ast.Constant | None:
    """The name of the column that a program ends with, as in ``df[…]['place'].iloc[0]``, or gives a name before."""
    last = body[-1]
    found: ast.AST | None = last.value if isinstance(last, ast.Expr | ast.Assign) else None
    while found is not None:
        match found:
            case ast.Name(id=name):
                named = [one for one in body[:-1] if isinstance(one, ast.Assign) and _is(one.targets, name)]
                found, body = (named[-1].value, body[: body.index(named[-1]) + 1]) if named else (None, body)
            case ast.Subscript(slice=ast.Constant(value=str()) as column):
                return column
            case ast.Subscript(value=inner) | ast.Attribute(value=inner) | ast.Call(func=inner):
                found = inner
            case _:
                found = None
    return None


def _is(targets: Sequence[ast.expr], name: str) -> bool:
    return len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id == name


def condition_columns(question: str, context: str) -> list[str]:
    """The described columns that a question makes conditions of, as "with a score of 70" does; the longest name counts
    where one is part of another.
    """
    asked = " ".join(question.casefold().split())
    named = [name for name in types(context) if re.search(_BEFORE + re.escape(name.casefold()) + _AFTER, asked)]
    return [name for name in sorted(named) if not any(name != other and name in other for other in named)]


def types(context: str) -> dict[str, set[str]]:
    """The described columns by name, with the types that those of this name have."""
    found: dict[str, set[str]] = {}
    for name, kind in _NAMED.findall(context):
        found.setdefault(name[1:-1], set()).add(kind)
    return found


def speaks_of(tree: ast.AST, column: str) -> bool:
    """Whether a program names the column, as a text or as an attribute."""
    return any(column.casefold() in text.casefold() for text in mentioned(tree))
