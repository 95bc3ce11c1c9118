"""Questions of a survey, columns that are numbered and take the same answers: how a share of each is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.linking import loose_phrases, mentioned
from husky_kernel.context.looked import Looked

LEAST = 3
"""Fewer columns are no battery."""

ANSWERS = 12
"""Different answers that a question may have."""

_NUMBERED = re.compile(r"(.*?)(\d+)")
_SHARE = re.compile(r"\b(?:percent\w*|share|proportion)\b")
KNOWN = re.compile(r"\b(?:who|that) (?:answer\w*|repl\w+|respond\w*)|\bof (?:the|all) (?:answers|replies|responses)\b")
"""Words of whoever leaves out those who gave no answer."""

_EACH = re.compile(r"\b(?:each|every|per|by)\b")


def asked_batteries(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """The share of the answers that the question names, for each column from the first that it names to the last."""
    asked = question.lower()
    if not (_SHARE.search(asked) and _EACH.search(asked)):
        return
    for name in names:
        columns = [
            column for column, values in looked.columns(name) if getattr(values.dtype, "kind", "O") not in "iufbmMc"
        ]
        ends = [column for column in columns if re.search(rf"\b{re.escape(column.lower())}\b", asked)]
        run = columns[columns.index(ends[0]) : columns.index(ends[-1]) + 1] if len(ends) == 2 else []
        if len(run) < LEAST or len({_NUMBERED.sub(r"\1", column) for column in run}) > 1:
            continue
        table = looked.tables[name]
        answers = {str(value): None for column in run for value in table[column].dropna().unique()[: ANSWERS + 1]}
        found = list(mentioned(answers, loose_phrases(question))) if len(answers) <= ANSWERS else []
        if found:
            held = f"{name_of(name, lines)}.loc[:, {run[0]!r}:{run[-1]!r}]"
            of = f"{held}.notna().sum()" if KNOWN.search(asked) else f"len({name_of(name, lines)})"
            said = " or ".join(map(repr, found))
            yield f"the share of {said} in each of {run[0]} to {run[-1]} is {held}.isin({found!r}).sum() / {of} * 100"
            return
