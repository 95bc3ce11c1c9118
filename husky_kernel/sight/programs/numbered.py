"""Numbers of rows that are added up: their sum says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.programs.counted import called, column_of, is_named
from husky_kernel.syntax import method_calls, parsed

LEAST = 8
"""Fewer rows may be numbered by chance."""


def numbered(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where ``program`` adds up or averages a column that numbers the rows of its table, and which the
    question does not name.
    """
    tree = parsed(program)
    if tree is None:
        return
    for how in ("sum", "mean"):
        for of, _ in method_calls(tree, how):
            held = called(column := column_of(of), tables)
            if held and not is_named(column, question) and all(map(_numbers_rows, held)):
                yield f"`{column}` numbers the rows, its {how} says nothing: count the rows"
                return


_RANGE = re.compile(r"\.loc\[:, '(?P<stem>[^\W\d]+)_?\d+' ?: ?'(?P=stem)_?\d+'\]")


def unasked_range(question: str, program: str) -> Iterator[str]:
    """What is told where ``program`` takes columns numbered one after the other that no word of the question names."""
    words = re.findall(r"[^\W\d]+", question.lower())
    for found in _RANGE.finditer(program):
        stem = found["stem"].lower()
        if not any(word.startswith(stem[:3]) for word in words):
            yield f"the question does not speak of the columns {found[0][8:-1]}: take the column that it names"
            return


def _numbers_rows(column: Any) -> bool:
    if getattr(column.dtype, "kind", "O") not in "iu" or len(column) < LEAST:
        return False
    return bool(column.is_unique and int(column.max()) - int(column.min()) == len(column) - 1)
