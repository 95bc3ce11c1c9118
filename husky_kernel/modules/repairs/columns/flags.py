"""Programs that take a value of a column, "cancelled", for a column of yes and no."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed, replaced

_TOLD = re.compile(
    r"is a value of `[^`]+`: (?P<compared>\((?P<table>[^\W\d]\w*)\[.+\] == (?P<value>'.*'|\".*\")\))$", re.MULTILINE
)
_COUNTS = ("sum", "mean")
"""What is done to yes and no: how many, and which share."""


def with_flag(code: str, failure: str) -> str | None:
    """``code`` that compares the column with that value, where rows are counted by it or taken; None where its failure
    names none.
    """
    found, text = _TOLD.search(failure), code
    while found and (flag := _flag(text, found["table"], ast.literal_eval(found["value"]))):
        text = replaced(text, flag, found["compared"])
    return text if text != code else None


def _flag(code: str, table: str, value: str) -> ast.Subscript | None:
    """The first ``table['value']`` of a program whose rows are counted, or which selects rows."""
    for node in ast.walk(parsed(code) or ast.Module([], [])):
        match node:
            case ast.Attribute(value=ast.Subscript() as taken, attr=attr) if attr in _COUNTS:
                pass
            case ast.Subscript(slice=ast.Subscript() as taken):
                pass
            case _:
                continue
        match taken:
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=said)):
                if (name, said) == (table, value):
                    return taken
    return None
