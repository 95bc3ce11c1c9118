"""Values of the tables that a question speaks of: a program that selects them needs their column and spelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from husky_kernel.context.linking import loose_phrases, mentioned
from husky_kernel.context.tables import names_of, quoted, texts_of
from husky_kernel.trust.names import hides

TOLD = 3
"""So many values are told."""


def asked_values(question: str, tables: Mapping[str, Any]) -> Iterator[str]:
    """Up to ``TOLD`` of: "'night' is a value of shifts['kind']". A word that also names a table or a column may mean
    that, and is left out.
    """
    yield from islice(_values(question, tables), TOLD)


def _values(question: str, tables: Mapping[str, Any]) -> Iterator[str]:
    asked, names = loose_phrases(question), names_of(tables)
    for name, table in tables.items():
        for column, texts in texts_of(table):
            found = [] if hides(column, texts) else list(mentioned(texts, asked))
            for text in found:
                within = any(text != other and text.casefold() in other.casefold() for other in found)
                if len(text) > 2 and not within and not {text.casefold(), f"{text.casefold()}s"} & names:
                    yield f"{quoted(text)} is a value of {name}[{quoted(column)}]"
