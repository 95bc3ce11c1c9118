"""Shares of rows, in percent: of a column of yes and no, or of a value that the question speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.amounts.batteries import KNOWN
from husky_kernel.context.first_line import COPY, name_of
from husky_kernel.context.linking import groups_by, is_means
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, spoken, stem

_SHARE = re.compile(r"\b(?:percent\w*|share)\b")
_OF = re.compile(r"\b(?:percent\w*|share) of (?:all |the |our |these )*([^\W\d_]+)(?!')\b")
_TRUTH = re.compile(r"([^\W\d]\w*)=tidy\.truth\(")
_VALUE = re.compile(r"(?P<value>'.*'|\".*\") is a value of (?P<column>(?:\w+)\['.*'\])")


def asked_shares(
    question: str, looked: Looked, names: Sequence[str], lines: Sequence[str], values: Sequence[str]
) -> Iterator[str]:
    """How the share is computed: of the one column of yes and no that ``lines``, with which a program begins, read;
    else of the one value of ``values``, as these are told, where the question names a table and no amount.
    """
    if not _SHARE.search(question.lower()):
        return
    truths = [column for line in lines for column in _TRUTH.findall(line)]
    if len(truths) == 1:
        group = _group(question, looked, names, lines)
        rows = f"{COPY}.groupby({group!r})" if group else COPY
        yield f"the share of {truths[0]}{_each(group)} is {rows}[{truths[0]!r}].mean() * 100"
        return
    of = _OF.search(question.lower())
    found = [match for match in map(_VALUE.fullmatch, values) if match]
    words = {*map(deed, spoken(question))}
    named = [match for match in found if stem(match["column"].partition("['")[2].rstrip("']")) in words]
    if len(found) == len(values) == 1 and (named or any(deed(stem(name)) in words for name in names)):
        columns = ((name, column) for name in names for column, _ in looked.columns(name))
        amounts = [column for name, column in columns if looked.is_amount(name, column)]
        of_rows = of is not None and stem(of[1]) in map(stem, names)
        if of_rows or not any(deed(stem(column)) in words for column in amounts):
            value, column, group = found[0]["value"], found[0]["column"], _group(question, looked, names, lines)
            by = f".groupby({column.partition('[')[0]}[{group!r}])" if group else ""
            known = f"[{column}.notna()]" if KNOWN.search(question.lower()) else ""
            yield f"the share of {value}{_each(group)} is {column}.eq({value}){known}{by}.mean() * 100"


def _each(group: str) -> str:
    return f" for each {group}" if group else ""


def _group(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> str:
    """The column for each of whose values a share is asked for, of the table that a program begins with; else empty."""
    told = " ".join(lines)
    for name in names[:1] if not lines else names:
        for column, _ in looked.columns(name):
            here = not lines or name_of(name, lines) == COPY or f"{column!r}" in told
            if here and groups_by(column, question) and not is_means(column, question):
                return column
    return ""
