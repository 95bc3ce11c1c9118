"""Averages that a question asks for and its program does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_ASKED = re.compile(r"\b(?:mean|average)\b(?! that| by)")
_TAKES = re.compile(r"mean|average|describe|pivot_table|median|statistics|/|expanding|ewm|regplot|boxplot")
"""What may be an average in a program: a quotient, too."""


def unaveraged(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where an average is asked for, ``program`` takes none, and no column is one already."""
    found = _ASKED.search(question.lower())
    names = " ".join(str(column).lower() for table in tables.values() for column in getattr(table, "columns", ()))
    if found and not _TAKES.search(program) and not re.search(r"mean|average|avg", names):
        yield f"the {found[0]} was asked for, the program takes none: .mean()"
