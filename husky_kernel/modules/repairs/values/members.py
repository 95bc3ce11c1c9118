"""Programs that look for a member of lists as if these were texts."""

from __future__ import annotations

import ast
import re

from husky_kernel.syntax import method_calls, parsed, replaced

_LISTS = re.compile(r"`(?P<column>[^`]+)` holds lists, in which \.str\.contains finds nothing")


def with_members(code: str, failure: str) -> str | None:
    """``code`` that looks whether the text is a member of each list; None if that is not what is wrong."""
    found = _LISTS.search(failure)
    for of, call in method_calls(parsed(code), "contains") if found else ():
        match of:
            case ast.Attribute(attr="str", value=ast.Subscript(slice=ast.Constant(value=column)) as held):
                if found and column == found["column"] and call.args and isinstance(call.args[0], ast.Constant):
                    text = ast.unparse(call.args[0])
                    each = f"lambda items: {text} in items if isinstance(items, list) else False"
                    return replaced(code, call, f"{ast.unparse(held)}.apply({each})")
    return None
