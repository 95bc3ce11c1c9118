"""The value that most rows have: "the most frequent cause in each building", "the best attended evening"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from husky_kernel.context.first_line import name_of
from husky_kernel.context.joins import Join
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import names_deed, stem
from husky_kernel.context.tables import quoted

_ASKED = re.compile(
    r"\b(?P<end>most|least) (?:frequent|common|often (?:\w+ )?|usual|popular) (?P<what>[^\W\d]\w*)\b.*"
    r"\b(?:each|every|per|by) (?P<group>[^\W\d]\w*)"
)

_DONE = re.compile(r"\b(?P<end>most|least|best|worst)[ -](?P<done>[^\W\d]\w*ed) (?P<what>[^\W\d]\w*)")


def asked_commonest(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], join: Join | None = None
) -> Iterator[str]:
    """How it is found for each group, of one table, or of one that ``join`` adds columns to; over all rows what was
    done most.
    """
    yield from _most_done(question, looked, names, lines)
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


def _most_done(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    done = _DONE.search(question.lower())
    for name in names if done else ():
        if done and names_deed(name, {done["done"]}):
            called = (column for column, _ in looked.columns(name) if stem(column) == stem(done["what"]))
            end = "max" if done["end"] in ("most", "best") else "min"
            for column in islice(called, 1):
                counts = f"{name_of(name, lines)}[{quoted(column)}].value_counts()"
                yield f"how often each {column} was {done['done']} is counted in rows: {counts}.idx{end}()"
