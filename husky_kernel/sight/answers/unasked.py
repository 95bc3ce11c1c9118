"""What a change did to a table that nobody asked for, and rows that were to go and are still there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from husky_kernel.agent.effects import TableChange

REMOVES = "remove|drop|delete|discard|throw out|take out|get rid of"
_GO = re.compile(rf"\b(?:{REMOVES}|dedup\w*|keep only|leave out)\b")
_ROWS = re.compile(r"\b(?:rows?|duplicat\w*|doublets?|entries|entry|records?|lines?|twice|repeat\w*|copies)\b")
_FEWER = re.compile(
    rf"{_GO.pattern}|\b(?:filter|exclude|only|without|limit|select|restrict|sample|clean|trim|keep|duplicat\w*|first|last)\b"
)
_MORE = re.compile(r"\b(?:add|append|insert|concat\w*|stack|explode|split|fill|complete|reindex|resample|repeat)\b")
_COLUMNS = re.compile(
    r"\b(?:add|columns?|compute|calculate|derive|creat\w+|make|put|insert|append|set|flag|mark|label|categor\w+|bins?|"
    r"split|extract|join|merge|enrich|convert|turn|chang\w+|renam\w+|call\w*|rank|assign|into|as|from|with|by|parse|read|"
    r"map|replace|transform|normali[sz]e|standardi[sz]e|encode|combine)\b"
)


def unasked(question: str, changes: Collection[TableChange]) -> Iterator[str]:
    """What is told of the tables that a program changed for ``question``, which asks for a change."""
    asked = question.lower()
    for change in changes:
        before, after = change.rows
        if _GO.search(asked) and _ROWS.search(asked) and after >= before and not change.removed:
            yield f"rows of {change.name} were to go, it has {after} as before"
        elif after < before and not _FEWER.search(asked):
            yield f"{change.name} has lost {before - after} rows, which nobody asked for"
        elif after > before and not _MORE.search(asked):
            yield f"{change.name} has {after - before} rows more, which nobody asked for: work on a copy of it"
        if change.added and not change.removed and not _COLUMNS.search(asked):
            yield f"{change.name} has got the column {change.added[0]!r}, which nobody asked for: work on a copy of it"
