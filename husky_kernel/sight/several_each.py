"""Things of which a table has several rows each: what has the most is told by all its rows together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.linked import keys
from husky_kernel.sight.nouns import singular
from husky_kernel.syntax import identifiers, mentioned, parsed

_MOST = re.compile(r"\b(?:(?:most|fewest|least) (?!of )[^\W\d_]+(?:ed|s)|busiest|most popular|total)\b")
"""The most of something: what is most expensive is one row."""

_THINGS = re.compile(r"\b(?:which|what|whose|most|fewest|least|busiest|popular) ([^\W\d_]+)(?: ([^\W\d_]+))?")
"""What is asked for: "which song", "the most played songs"."""

_SINGLE = re.compile(r"\b(?:single|one|any)\b")
_ORDERS = frozenset(("sort_values", "nlargest", "nsmallest", "idxmax", "idxmin"))
_TOGETHER = frozenset(
    ("groupby", "pivot_table", "crosstab", "value_counts", "drop_duplicates", "resample", "nunique", "is_unique")
)


def several_each(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What is told where things with the most are asked for, and ``program`` orders the rows of a table that has
    several for each: a row for each platform is no episode.
    """
    asked, tree = question.lower(), parsed(program)
    if tree is None or not _MOST.search(asked) or _SINGLE.search(asked):
        return
    done, used = {*mentioned(tree)} | identifiers(tree), identifiers(tree)
    if not done & _ORDERS or done & _TOGETHER:
        return
    words = {singular(word) for found in _THINGS.finditer(asked) for word in found.groups() if word}
    for table, column, other, *_ in keys(tables):
        if table in used and singular(other.lower()) in words:
            values = tables[table][column].dropna()
            if len(values) >= 2 * values.nunique():
                yield f"{other}: `{table}` has several rows for each `{column}`, put them together first"
                return
