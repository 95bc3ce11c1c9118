"""Rows that are there twice by mistake, of a table of which a question says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.context.first_line import COPY
from husky_kernel.context.ranking import spoken, stem
from husky_kernel.sight.answers.unasked import REMOVES

_SEVERAL = r"\b(?:twice|double[sd]?|duplicat\w+|more than once|repeated)\b"
_TWICE = re.compile(
    rf"{_SEVERAL}.*\b(?:mistake|error|accident|wrong\w*)\b|"
    r"\b(?:mistake|error|accident|wrongly)\b.*\b(?:twice|double[sd]?|duplicat\w+|more than once)\b|"
    r"\b(?:count|take|use)\w* (?:each|every|it|them)?\b.*\b(?:only once|once only|just once)\b|"
    r"\b(?:without|ignor\w+|leav\w+ out|not count\w*|except) (?:the |any |exact |all )*(?:duplicat\w+|double[sd]?)\b"
)
_OUT = re.compile(rf"\b(?:{REMOVES})\b[^.?!]*{_SEVERAL}")
_BY = re.compile(
    r"\b(?:same|by(?! mistake| accident| error)|keep\w*|per|based|first|last|latest|newest|oldest|columns?)\b"
)
"""Words of whoever does not mean rows that are the same in every column."""


def asked_repeated(question: str, names: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    """The one table, named or meant, that has the same rows more than once, where a question says that it is wrong."""
    if _TWICE.search(question.lower()):
        yield from _the_one(question, names, tables)


def without_copies(question: str, names: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    """How rows that are there twice are taken out of that table, where a question asks for it."""
    first = question.lower().partition(" then ")[0]
    if _OUT.search(first) and not _BY.search(first):
        for name in _the_one(question, names, tables):
            yield f"the rows once are {name} = {name}.drop_duplicates()"


def _the_one(question: str, names: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    """Of the tables that have rows more than once the one that the question names, else the one of those ``names``."""
    words = {*spoken(question)}
    repeated = [name for name in tables if _has_copies(tables[name])]
    meant = [name for name in repeated if stem(name) in words] or [name for name in repeated if name in names]
    if len(meant) == 1:
        yield meant[0]


def _has_copies(table: Any) -> bool:
    try:
        return bool(table.duplicated().any())
    except (TypeError, AttributeError):  # lists in its cells, or no table of pandas
        return False


def once(name: str, lines: Sequence[str]) -> list[str]:
    """The lines that a program begins with, with each row of the table ``name`` once."""
    if not lines:
        return [f"{COPY} = {name}.drop_duplicates()"]
    return [line.replace(f" = {name}.", f" = {name}.drop_duplicates().", 1) for line in lines]
