"""Questions without the words of their data, so that they are compared by what is asked and not by what about.

"Which cook made the most soup?" and "Which shop sold the most tea?" are the same question about other tables. Masked
questions as the measure for the choice of examples are due to Gao et al. 2023 (arXiv 2308.15363).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from husky_kernel.syntax import parsed

SLOT = "it"
"""Stands for a word of the data."""

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_TABLE = re.compile(r"^([^\W\d]\w*): ", re.MULTILINE)
_ASKS = """a all an and any are as at average bar by change chart compare count date day different difference draw each
first from has have highest hour how in is last largest least line list longest lowest make many maximum mean median
minimum minute missing month more most name number of on or order percent percentage plot rank row same share show
smallest sum table text than the time to top total value week what which who with year"""
"""Words that say what is asked, even where a table has a column of that name."""


def masked(question: str, names: Iterable[str]) -> str:
    """``question`` with each word that ``names`` have, in the singular or the plural, as :data:`SLOT`."""
    known = {_stem(word) for name in names for word in _words(name)} - _STEMS
    tokens = re.sub(r"[^\W\d_]+", lambda found: SLOT if _stem(found[0]) in known else found[0], question)
    return re.sub(rf"\b{SLOT}(?:[\s_]+{SLOT}\b)+", SLOT, tokens)


def names_in_program(program: str) -> Iterator[str]:
    """The names of variables and the texts of a program: its tables, its columns and their values."""
    tree = parsed(program)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def names_in_context(context: str) -> Iterator[str]:
    """The names of tables and what stands in quotation marks in a description of variables: columns and values."""
    yield from _TABLE.findall(context)
    yield from (one or other for one, other in _QUOTED.findall(context))


def _words(name: str) -> list[str]:
    return _WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))


def _stem(word: str) -> str:
    small = word.casefold()
    if len(small) > 4 and small.endswith("ies"):
        return f"{small[:-3]}y"
    return small[:-1] if len(small) > 3 and small.endswith("s") and not small.endswith("ss") else small


_STEMS = frozenset(map(_stem, _ASKS.split()))
