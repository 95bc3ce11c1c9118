"""The value that a program ends in, as a flat list of plain values."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from itertools import islice
from numbers import Integral, Real
from typing import Any

VALUE = "husky_value_"
MOST = 10_000
"""Cells of one value that are told; no reference answer has as many."""

LONGEST = 2000
"""Characters of one cell."""

Cell = str | int | float | bool | None


def with_value(code: str) -> str:
    """``code`` that also keeps the value of its last expression, or of its last assignment to a name."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return code
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr) and not _prints(last.value):
        tree.body[-1:] = ast.parse(f"{VALUE} = ({ast.unparse(last.value)})\n{VALUE}").body
    elif isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        tree.body += ast.parse(f"{VALUE} = {last.targets[0].id}\n{VALUE}").body
    return ast.unparse(tree)


def cells_of(value: Any) -> list[Cell] | None:
    """The cells of a frame, a series, an array, a list; a single value is one cell, and None is none at all."""
    return None if value is None else [plain(cell) for cell in islice(_flat(value), MOST)]


def plain(value: Any) -> Cell:
    """A value that JSON has; whatever it does not know is told as text."""
    if value is None or isinstance(value, str | bool):
        return value[:LONGEST] if isinstance(value, str) else value
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    try:
        if isinstance(value, Integral):
            return int(value)
        if isinstance(value, Real):
            return float(value)
    except (TypeError, ValueError, OverflowError):
        pass
    return str(value)[:LONGEST]


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        value = list(value.values())
    elif hasattr(value, "to_numpy") and hasattr(value, "shape"):
        value = value.to_numpy(dtype=object)
    if hasattr(value, "ravel") and getattr(value, "shape", ()) != ():
        value = value.ravel().tolist()
    if isinstance(value, list | tuple | set | frozenset | range):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _prints(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
