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
    if found and not (_TAKES.search(program) or averaged_already(tables)):
        yield f"the {found[0]} was asked for, the program takes none: .mean()"


def averaged_already(tables: Mapping[str, Any]) -> bool:
    """Whether some column is called an average."""
    names = " ".join(str(column).lower() for table in tables.values() for column in getattr(table, "columns", ()))
    return bool(re.search(r"mean|average|avg", names))
