"""Columns of several levels, of which a question names one by the label of each level: "actual in 2023"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import spoken


def asked_levels(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """How the column is taken whose labels are all named, or the columns that one label alone names."""
    words = {*spoken(question)}
    for name in names:
        columns: Any = getattr(looked.tables[name], "columns", None)
        if getattr(columns, "nlevels", 1) < 2:
            continue
        whole = _wholly_named(columns, words)
        for column in whole[:3]:
            called, _, taken = (line := _line(name, column)).partition(" = ")
            yield f"{' '.join(map(str, column))} is {called if line in lines else taken}"
        if not whole:
            for level in range(columns.nlevels):
                named = [label for label in columns.unique(level) if _is_named(label, words)]
                for label in named[:1]:
                    yield f"{label} is {name}.xs({label!r}, axis=1, level={level})"


def level_line(question: str, looked: Looked, names: Sequence[str]) -> list[str]:
    """The line that gives the one column whose labels are all named a name of its own."""
    for name in names[:1]:
        columns: Any = getattr(looked.tables[name], "columns", None)
        whole = _wholly_named(columns, {*spoken(question)}) if getattr(columns, "nlevels", 1) > 1 else []
        lines = [_line(name, column) for column in whole]
        called = lines[0].partition(" = ")[0] if len(lines) == 1 else ""
        if called.isidentifier() and called not in looked.tables:
            return lines
    return []


def _line(name: str, column: Sequence[Any]) -> str:
    """The column under a name made of its labels, "grown_2032": words before numbers."""
    parts = sorted((re.sub(r"\W+", "_", str(label)) for label in column), key=str.isdigit)
    return f"{'_'.join(parts)} = {name}[{column!r}]"


def _wholly_named(columns: Any, words: set[str]) -> list[Any]:
    """The columns of which every label is named."""
    return [column for column in columns if all(_is_named(label, words) for label in column)]


def _is_named(label: Any, words: set[str]) -> bool:
    parts = spoken(str(label))
    return bool(parts) and all(part in words for part in parts)
