"""What a small model wrote, read as Python."""

from __future__ import annotations

import ast


def parsed(code: str) -> ast.Module | None:
    """The tree of ``code``, None if it is not Python."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError):  # the latter for a null byte
        return None
