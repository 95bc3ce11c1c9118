"""Words of a question that are names of columns, and so ask for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from husky_kernel.sight.answers.expectation import Expectation, expected

SHORTEST = 3
"""Characters of names that are looked for."""


def without_names(asked: Expectation, tables: Mapping[str, Any]) -> Expectation:
    """``asked`` without a chart and a number of rows where their words are names of columns: "draw", "top 5"."""
    if not (asked.chart or asked.items):
        return asked
    columns = {str(column).lower() for table in tables.values() for column in getattr(table, "columns", ())}
    names = sorted((name for name in columns if len(name) >= SHORTEST), key=len, reverse=True)
    if not names:
        return asked
    rest = expected(re.sub(rf"\b(?:{'|'.join(map(re.escape, names))})\b", "it", asked.question, flags=re.IGNORECASE))
    return replace(asked, chart=asked.chart if rest.chart else rest.chart, items=asked.items if rest.items else None)
