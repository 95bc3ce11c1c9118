"""Halves of characters: JSON and file names may hold one alone, which no file, stream or request can."""

from __future__ import annotations

import re

_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """``text`` with two halves that stand together as their character, and a mark in the place of one alone."""
    if text.isascii() or not _HALF.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
