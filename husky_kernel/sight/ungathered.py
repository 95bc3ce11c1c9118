"""Who did the most of something, where each has several rows: those are put together before any is the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from husky_kernel.sight.answers.groups_asked import groups
from husky_kernel.sight.readers import used
from husky_kernel.syntax import identifiers, mentioned, parsed

_ASKED = re.compile(
    r"\b(?:which|what)(?: \d+| two| three| four| five| ten)? ([^\W\d_]+)(?: \w+){0,4}? "
    r"(?:the )?(?:most|least|fewest)(?: (\w+))?"
    r"(?= (?:in|of|on|from|at|during|over|altogether|overall|all)\b|\W*$|[.?!,;])"
)
_GATHERS = frozenset(("agg", "cumsum", "crosstab", "groupby", "mode", "nunique", "pivot", "pivot_table", "resample"))
_GATHERS |= {"sum", "unstack", "value_counts", "transform", "Counter"}


def ungathered(question: str, program: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """What should have been put together first, where ``program`` takes single rows."""
    found, tree = _ASKED.search(question.lower()), parsed(program)
    if found is None or tree is None or _GATHERS & {*mentioned(tree), *identifiers(tree)}:
        return
    near = used(program, tables)
    for name, column in groups(found[1], near):
        present = column.dropna()
        if found[2] and not groups(found[2], near):  # the most expensive one is a row
            return
        if len(present) > 1 and present.nunique() <= 0.75 * len(present):
            yield f"each `{column.name}` has several rows: put them together first, {name}.groupby({column.name!r})"
            return
