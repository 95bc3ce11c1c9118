"""Columns of yes and no that a question names, to count their rows: "how many were delivered late"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel import tidy
from husky_kernel.context.first_line import name_of
from husky_kernel.context.linking import groups_by
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, parts_of, spoken
from husky_kernel.context.tables import quoted

_COUNTED = re.compile(r"\bhow many\b|\bnumber of\b")
_NOT = re.compile(r"\b(?:not|no|none|never|without|both|either)\b|n't\b")


def asked_truths(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """Which rows it speaks of: those in which the one column that it names says yes in one way; nothing where it may
    speak of those that say no.
    """
    asked = question.lower()
    if not _COUNTED.search(asked) or _NOT.search(asked):
        return
    roots = {*map(deed, spoken(question))}
    for name in names:
        named = [column for column, _ in looked.columns(name) if _is_named(looked, name, column, roots)]
        words = " ".join(named).replace("_", " ")
        if len(named) == 1 and not groups_by(words.lower(), asked):
            values = looked.tables[name][named[0]].drop_duplicates()
            yes = values[tidy.truth(values).fillna(value=False).astype(bool)].tolist()
            if len(yes) == 1:
                yield f"{words} is {name_of(name, lines)}[{quoted(named[0])}] == {yes[0]!r}"
        if named:
            return


def _is_named(looked: Looked, name: str, column: str, roots: set[str]) -> bool:
    kind = looked.kind(name, column)
    if kind.how != "tidy.truth":
        return False
    parts = {*map(deed, parts_of(column))}
    return bool(parts) and parts <= roots
