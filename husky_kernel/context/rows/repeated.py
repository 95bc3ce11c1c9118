"""Rows that are there twice by mistake, of a table of which a question says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.context.first_line import COPY
from husky_kernel.context.ranking import spoken, stem

_TWICE = re.compile(
    r"\b(?:twice|double[sd]?|duplicat\w+|more than once|repeated)\b.*\b(?:mistake|error|accident|wrong\w*)\b|"
    r"\b(?:mistake|error|accident|wrongly)\b.*\b(?:twice|double[sd]?|duplicat\w+|more than once)\b|"
    r"\b(?:count|take|use)\w* (?:each|every|it|them)?\b.*\b(?:only once|once only|just once)\b|"
    r"\b(?:without|ignor\w+|leav\w+ out|not count\w*|except) (?:the |any |exact |all )*(?:duplicat\w+|double[sd]?)\b"
)


_OUT = re.compile(
    r"\b(?:remove|drop|delete|discard|throw out|take out|get rid of)\b[^.?!]*"
    r"\b(?:twice|double[sd]?|duplicat\w+|more than once|repeated)\b"
)
_BY = re.compile(
    r"\b(?:same|by(?! mistake| accident| error)|keep\w*|per|based|first|last|latest|newest|oldest|columns?)\b"
)
"""Words of whoever does not mean rows that are the same in every column."""


def asked_repeated(question: str, names: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    """The one table, named or meant, that has the same rows more than once, where a question says that it is wrong."""
    asked = question.lower()
    if not _TWICE.search(asked):
        return
    words = {*spoken(question)}
    repeated = [name for name in tables if _has_copies(tables[name])]
    named = [name for name in repeated if stem(name) in words] or [name for name in repeated if name in names]
    if len(named) == 1:
        yield named[0]


def without_copies(question: str, names: Sequence[str], tables: Mapping[str, Any]) -> Iterator[str]:
    """How rows that are there twice are taken out, of the one table that is meant, where a question asks for that."""
    first = question.lower().partition(" then ")[0]
    asked = _OUT.search(first)
    repeated = [name for name in names if _has_copies(tables[name])] if asked and not _BY.search(first) else []
    words = {*spoken(question)}
    meant = [name for name in repeated if stem(name) in words] or repeated
    if len(meant) == 1:
        yield f"the rows once are {meant[0]} = {meant[0]}.drop_duplicates()"


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
