"""Programs that spell a name of their own in two ways: known from the failure, and put right without a model."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import parsed

_MISSING = re.compile(r"^NameError: name '(\w+)' is not defined")


_TABLE = re.compile(r"there is no variable `(\w+)`: write `(\w+)`")
"""A hint that says which table has the columns."""


def with_name(code: str, failure: str) -> str | None:
    """``code`` with the name that ``failure`` misses spelled as where it got its value, if only capitals differ; or
    with the table that is meant, where the failure says which.
    """
    if table := _TABLE.search(failure):
        return re.sub(rf"(?<![.\w'\"]){table[1]}(?![\w'\"])", table[2], code)
    missing, tree = _MISSING.match(failure), parsed(code)
    if missing is None or tree is None:
        return None
    given = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    meant = [name for name in given if name.casefold() == missing[1].casefold()]
    return re.sub(rf"\b{missing[1]}\b", meant[0], code) if len(meant) == 1 else None
