"""What a program on a question begins with: a copy of the table, joined as it takes, its columns read as what they
stand for.

A small model that is only told of the helper and the join writes the result into the user's table, or forgets them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from keyword import iskeyword

from husky_kernel.context.calendar import Span, asked_dates
from husky_kernel.context.joins import Join, without_unit
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.synonyms import measures, synonyms
from husky_kernel.kinds import Kind
from husky_kernel.sight.linked import joined

COPY = "d"
"""What the copy is called, as in the cookbook."""

LOOSE, STRICT = ("tidy.number", "tidy.duration", "tidy.missing"), ("tidy.text",)
"""Helpers of columns that a question may mean by another word, and of those that it has to name. What is yes or no may
be asked for as it stands there.
"""

_ODD = re.compile(r"\bnot, like '([^']+)'|(-?\d[\d.,]*) seems to mean missing")
"""What a kind tells of values that are none."""

_RAW = re.compile(r"\b(?:spell\w*|spelt|variants?|raw|formats?|characters?|typos?|letters?|texts?|strings?)\b")
"""Words of whoever asks for values as they stand there."""

_SUMMED = re.compile(
    r"\b(?:average|mean|median|total|sum|highest|lowest|most|least|largest|smallest|max\w*|min\w*|correlation)\b"
)

_CALL = re.compile(r"(?P<how>tidy\.\w+)(?P<given>\(…, [^)]*\))?")

MOST = 3
"""So many columns of a table are read."""


def first_lines(
    question: str,
    looked: Looked,
    meant: Sequence[str],
    also: Collection[tuple[str, str]] = (),
    span: Span | None = None,
    join: Join | None = None,
) -> list[str]:
    """The lines; none where no column that the question names needs to be read, and no table to be joined.

    ``meant``: tables that the question is about, the likeliest first: that one alone is copied for its own columns;
    ``also``: tables and columns of which that is known; ``span``: what lasts; ``join``: the join that it takes.
    """

    def reads(name: str) -> dict[str, str]:
        known = {column for table, column in also if table == name}
        found = dict(islice(_reads(question, looked, name, known), MOST))
        if span and span.table == name:
            found = {column: how for column, how in found.items() if f"[{column!r}]" not in span.call}
            found |= {span.column: span.call}
        elif date := asked_dates(question, looked, name):
            found[date] = "tidy.date(…)"
        return found

    if join is not None:
        before, call = reads(join.link.table), joined(join.link, join.columns)
        after = {column: how for column, how in reads(join.link.other).items() if column in join.columns}
        call = call.replace(f"{join.link.table}.merge(", f"{COPY}.merge(", 1) if before else call
        return [*_assigned(join.link.table, before), f"{COPY} = {call}", *_assigned(COPY, after)]
    for name in dict.fromkeys((*([span.table] if span else []), *(table for table, _ in also), *meant[:1])):
        if found := reads(name):
            return _assigned(name, found)
    return []


def _assigned(table: str, reads: Mapping[str, str]) -> list[str]:
    """The line that reads columns; those that are no names of arguments ("class", "sold on") as items of a dict."""
    calls = {column: how.replace("…", f"{table}[{column!r}]") for column, how in reads.items()}
    plain = [f"{column}={call}" for column, call in calls.items() if _is_argument(column)]
    other = [f"{column!r}: {call}" for column, call in calls.items() if not _is_argument(column)]
    columns = [*plain, *([f"**{{{', '.join(other)}}}"] if other else [])]
    return [f"{COPY} = {table}.assign({', '.join(columns)})"] if columns else []


def _is_argument(column: str) -> bool:
    return column.isidentifier() and not iskeyword(column)


def _reads(question: str, looked: Looked, name: str, also: Collection[str]) -> Iterator[tuple[str, str]]:
    if _RAW.search(question.lower()):
        return
    spoken = [stem(word) for word in re.findall(r"[^\W_]+", question.casefold())]
    others = {stem(other) for word in spoken for other in (*synonyms(word), *measures(word))}
    for column, _ in looked.columns(name):
        parts = without_unit([stem(part) for part in re.findall(r"[^\W\d_]+", column.casefold())])
        if not (column in also or _all_in(parts, {*spoken, *others})):
            continue
        kind = looked.kind(name, column)
        if not _SUMMED.search(question.lower()) and _speaks_of(question, kind):
            continue
        if kind.how in LOOSE or (kind.how in STRICT and _all_in(parts, spoken)):
            call = next((found for found in _CALL.finditer(kind.told) if found["how"] == kind.how), None)
            given = call["given"] if call and call["given"] else "(…)"
            yield column, kind.how + given


def _speaks_of(question: str, kind: Kind) -> bool:
    """Whether values that are none are asked for themselves: read, they were gone."""
    odd = [word for found in _ODD.findall(kind.told) for word in found if word]
    if any(word[0] in "<>≤≥" and word[0] in question for word in odd):
        return True
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", question, re.IGNORECASE) for word in odd)


def _all_in(parts: Sequence[str], words: Collection[str]) -> bool:
    return bool(parts) and all(part in words for part in parts)
