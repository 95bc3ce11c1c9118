"""The value that most rows of each group have: "the most frequent cause in each building"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.joins import Join
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?P<end>most|least) (?:frequent|common|often (?:\w+ )?|usual|popular) (?P<what>[^\W\d]\w*)\b.*"
    r"\b(?:each|every|per|by) (?P<group>[^\W\d]\w*)"
)


def asked_commonest(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], join: Join | None = None
) -> Iterator[str]:
    """How it is found for each group, of one table, or of one that ``join`` adds columns to."""
    found = _ASKED.search(question.lower())
    for name in names if found else ():
        called = {stem(column): column for column in (join.columns if join and join.table == name else ())}
        called |= {stem(column): column for column, _ in looked.columns(name)}
        what, group = (called.get(stem(found[part])) if found else None for part in ("what", "group"))
        if found and what and group and what != group:
            by = f"{name_of(name, lines)}.groupby({quoted(group)})[{quoted(what)}]"
            end = "max" if found["end"] == "most" else "min"
            said = f"the {found['end']} frequent {what} of each {group}"
            yield f"{said} is {by}.agg(lambda each: each.value_counts().idx{end}())"
            return
