"""Amounts that a question asks for by "how many": the ``days`` of a column are added up, and not its rows counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from husky_kernel.sight.groups_asked import groups, singular
from husky_kernel.sight.readers import reader
from husky_kernel.syntax import mentioned, method_calls, parsed

_ASKED = re.compile(r"\bhow many (?:of the |the )?([^\W\d_]+)")
_COUNTS = ("count", "size", "value_counts", "nunique", "drop_duplicates")
_YEARS = (1500, 2200)


class Amount(NamedTuple):
    """``table[column]`` holds the numbers that ``noun`` asks for."""

    noun: str
    table: str
    column: Any


def amounts_asked(question: str, tables: Mapping[str, Any]) -> list[Amount]:
    """The columns of numbers whose name stands after "how many", where nothing else has that name."""
    found = []
    for noun in _ASKED.findall(question.lower()):
        if singular(noun) in map(singular, map(str.lower, tables)):
            continue
        columns = [each for each in groups(noun, tables) if noun in str(each[1].name).lower()]  # a week is none of many
        if columns and all(_is_amount(column) for _, column in columns):
            found += [Amount(noun, table, column.name) for table, column in columns]
    return found


def counted(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What should have been added up, where ``program`` counts rows."""
    tree = parsed(program)
    if tree is None:
        return
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for noun, table, column in amounts_asked(question, tables):
        if table in names and _counts(tree, column):
            yield f"how many {noun}: the program counts rows, add up {table}[{column!r}]"


def _is_amount(column: Any) -> bool:
    """Whether ``column`` holds numbers whose sum says something: no years, no numbers of rows, not only 0 and 1."""
    kind = getattr(column.dtype, "kind", "O")
    if kind not in "iuf":
        return reader(column).startswith("tidy.number")
    present = column.dropna()
    if not len(present) or {*present.unique()[:3]} <= {0, 1}:
        return False
    numbered = kind != "f" and present.is_unique and present.is_monotonic_increasing
    return not numbered and not present.between(*_YEARS).all()


def _counts(tree: ast.Module, column: Any) -> bool:
    """Whether rows are counted, and ``column`` is neither added up nor compared with something."""
    compared = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]
    if any(column in mentioned(node) for node in compared):
        return False
    sums = [of for of, _ in method_calls(tree, "sum")]
    if column not in mentioned(tree) and any(isinstance(of, ast.Compare) for of in sums):
        return True
    adds = any(isinstance(node, ast.Name) and node.id == "sum" for node in ast.walk(tree))
    return not adds and "sum" not in mentioned(tree) and bool(method_calls(tree, *_COUNTS) or _lengths(tree))


def _lengths(tree: ast.Module) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == "len") or (isinstance(node, ast.Attribute) and node.attr == "shape")
        for node in ast.walk(tree)
    )
