"""Rows whose partners in another table have a value, where a partner may be there more than once: a join would count
them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.context.linking import mentioned, names_value, phrases
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.context.tables import quoted, texts_of
from husky_kernel.sight import Link

_BEFORE = "from|in|of|at|with|for|to|is|are|was|were"
"""Words before the name of a place or a kind; "per payment" names none."""

DISTINCT = 200
"""Values of a column that a question may name."""


def asked_partners(
    question: str, names: Sequence[str], tables: Mapping[str, Any], links: Sequence[Link]
) -> Iterator[str]:
    """Which rows of a table that the question names are meant, by the one value of another table that it names."""
    words = {*spoken(question)}
    linked = {frozenset((link.table, link.other)) for link in links}
    asked = phrases(question)
    for mine in (name for name in names if stem(name) in words):
        for other in (name for name in tables if name != mine and frozenset((mine, name)) not in linked):
            shared = [one for one in tables[mine].columns if one in tables[other].columns]
            if len(shared) != 1 or tables[other][shared[0]].is_unique:
                continue
            own = {str(value) for _, texts in texts_of(tables[mine]) for value in texts[:DISTINCT]}
            found = [
                (column, value)
                for column, texts in texts_of(tables[other])
                for value in mentioned(texts[:DISTINCT], asked)
                if column != shared[0] and names_value(value, question) and value not in own
                if re.search(rf"(?i)\b(?:{_BEFORE}) (?:the )?(?:\w+ )?{re.escape(value)}\b", question)
            ]
            if len(found) == 1 and bool(tables[mine][shared[0]].isin(tables[other][shared[0]]).any()):
                [(column, value)], key = found, quoted(shared[0])
                rows = f"{other}.loc[{other}[{quoted(column)}] == {quoted(value)}, {key}]"
                yield f"{mine} of {value} are {mine}[{mine}[{key}].isin({rows})]"
