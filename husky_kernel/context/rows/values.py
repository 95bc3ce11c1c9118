"""Values of the tables that a question speaks of: a program that selects them needs their column and spelling."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from husky_kernel.context.first_line import COPY
from husky_kernel.context.linking import folded, loose_phrases, mentioned, names_value
from husky_kernel.context.looked import Looked
from husky_kernel.context.tables import names_of, quoted, texts_of
from husky_kernel.tidy import lists as tidy_lists
from husky_kernel.tidy import texts as tidy_texts
from husky_kernel.tidy.months import month
from husky_kernel.trust.names import hides

ROWS = 2000
"""Rows whose lists are looked at."""

TOLD = 3
"""So many values are told."""


def asked_values(
    question: str,
    looked: Looked,
    names: Sequence[str],
    unified: Mapping[tuple[str, str], Any] | None = None,
    read: Collection[tuple[str, str]] = (),
) -> Iterator[str]:
    """Up to ``TOLD`` of: "'night' is a value of shifts['kind']", of the tables ``names``. A word that also names a
    table or a column may mean that, and is left out. Of a column of lists the rows whose list has it are told.
    ``unified``: tables and columns whose values have one spelling in the copy, and which; ``read``: those that are read
    into numbers or dates there, so that texts among them are missing.
    """
    found = [*_values(question, looked, names, unified or {}, read)]
    # Of several columns that have a value it is of the one that the question names.
    meant = {text for text, named, _ in found if named}
    yield from islice((told for text, named, told in found if named or text not in meant), TOLD)


def _values(
    question: str,
    looked: Looked,
    meant: Sequence[str],
    unified: Mapping[tuple[str, str], Any],
    read: Collection[tuple[str, str]],
) -> Iterator[tuple[str, bool, str]]:
    """Each value, whether the question names its column, and what is told of it."""
    tables = {name: looked.tables[name] for name in meant}
    asked, names = loose_phrases(question) | _done(question), names_of(tables)
    for name, table in tables.items():
        for column, texts in texts_of(table):
            told_by_name = bool(re.search(rf"(?<!\w){re.escape(str(column))}(?!\w)", question, re.IGNORECASE))
            listed = isinstance(column, str) and looked.kind(name, column).how == "tidy.items"
            one = unified.get((name, column))
            if listed:
                texts = _members(table[column])
            elif one:
                texts = tidy_texts.text(table[column], one).dropna().unique().tolist()
            hidden = hides(column, texts)
            found = [] if hidden else list(mentioned(texts, asked))
            if not (found or listed or one or hidden):
                for told in _parts_of_names(question, name, column, texts):
                    yield told, told_by_name, told
            if len(found) > 1 and len({folded(text) for text in found}) == 1 and not listed:
                told = f"{', '.join(map(quoted, found))} are one value of {name}[{quoted(column)}]"
                yield folded(found[0]), told_by_name, told
                continue
            for text in (text for text in found if not _is_limit(text, question)):
                within = any(text != other and text.casefold() in other.casefold() for other in found)
                if not names_value(text, question) or within or {text.casefold(), f"{text.casefold()}s"} & names:
                    continue
                if (name, column) not in read:
                    told = _told(COPY if one else name, quoted(column), quoted(text), listed)
                    yield text, told_by_name, told
                elif not any(sign.isdigit() for sign in text):
                    yield text, told_by_name, f"rows with {quoted(text)} are {COPY}[{COPY}[{quoted(column)}].isna()]"


def _parts_of_names(question: str, table: str, column: Any, texts: Sequence[Any]) -> Iterator[str]:
    """The values of which a question gives a part as a name: "Vidal" of 'A. Vidal'."""
    for name in (name for name in dict.fromkeys(_NAME.findall(question)) if not month(name.lower())):
        whole = [text for text in texts if isinstance(text, str) and re.search(rf"(?<!\w){name}(?!\w)", text)]
        if len(whole) == 1 and len(whole[0]) < LONG and f"{name.casefold()}" not in table.casefold():
            yield f"{name} is {table}[{quoted(column)}] == {quoted(whole[0])}"


def _is_limit(text: str, question: str) -> bool:
    """Whether a question compares with ``text``: "above 80 %" is not the value '80 %'."""
    before = r"\b(?:above|over|below|under|more than|less than|fewer than|at least|at most|up to|than) "
    return text[:1].isdigit() and re.search(before + re.escape(text), question, re.IGNORECASE) is not None


_NAME = re.compile(r"(?<=[^.?!:] )[A-Z][^\W\d_]{2,}")
"""A word in the middle of a sentence that is written as a name."""

LONG = 60
"""Characters from which on a value is a text that tells of somebody, and no name."""


def _done(question: str) -> set[str]:
    """What the deeds of a question may be called as values: by "pruning" and "pruned" it is "prune"."""
    roots = re.findall(r"\b([^\W\d_]{3,}?)(?:ing|ed)\b", question.casefold())
    return {word for bare in roots for word in (bare, f"{bare}e", re.sub(r"([^aeiou])\1$", r"\1", bare))}


def _told(name: str, column: str, text: str, listed: bool) -> str:
    values = f"{name}[{column}]"
    if not listed:
        return f"{text} is a value of {values}"
    return f"rows with {text} are {name}[tidy.items({values}).map(lambda each: {text} in (each or ()))]"


def _members(column: Any) -> list[Any]:
    """What stands in the lists of a column's first rows."""
    lists = tidy_lists.read(column.head(ROWS)).values.dropna()
    return list(dict.fromkeys(member for each in lists for member in each))
