"""Programs that write the name of a column that is a number as a text."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed, replaced

_CALLED = re.compile(r"the column is called (?P<name>\d+) \(a number, without quotation marks\)")


def with_number(code: str, failure: str) -> str | None:
    """``code`` with the number itself, wherever its digits stand as a text; None if that is not what failed."""
    found, text = _CALLED.search(failure), code
    while found:
        tree = parsed(text)
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)] if tree else []
        place = next((node for node in nodes if node.value == found["name"]), None)
        if place is None:
            break
        text = replaced(text, place, found["name"])
    return text if text != code else None
