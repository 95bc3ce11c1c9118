"""Conditions on a column of numbers that a question names with its limit: "fte below 1", "more than 200 pages"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.first_line import name_of
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.tables import quoted

_SIGNS = {
    r"below|under|less than|fewer than|lower than|smaller than": "<",
    r"above|over|more than|higher than|greater than|larger than": ">",
    r"at least": ">=",
    r"at most|up to": "<=",
}
_CALLS = {"<": "lt", ">": "gt", ">=": "ge", "<=": "le"}
"""What a small model copies whole: of a line that begins with a bracket it leaves that out."""

_HOW = "|".join(_SIGNS)
_NUMBER = r"(?P<number>\d+(?:\.\d+)?)(?![\d.,]*\d)"
_BEFORE = re.compile(
    rf"\b(?P<word>[^\W\d_]\w*)(?: (?:is|are|was|were|of))? (?P<how>{_HOW}) {_NUMBER}(?! ?(?:%|per ?cent))"
)
_BEHIND = re.compile(rf"\b(?P<how>{_HOW}) {_NUMBER} (?P<word>[^\W\d_]\w*)")
_PERCENT = re.compile(rf"\b(?P<how>{_HOW}) (?P<number>\d+(?:\.\d+)?) ?(?:%|per ?cent\w*)")
_SHARE = re.compile(r"\b(?:percent\w*|share|proportion) of (?:all |the |our )*(?P<of>[^\W\d_]\w*)")


def asked_conditions(question: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """The condition of each, and the share of a table's rows that fulfil it where that is asked for."""
    asked = question.lower()
    share = _SHARE.search(asked)
    for found in (found for pattern in (_BEFORE, _BEHIND) for found in pattern.finditer(asked)):
        sign = next(sign for how, sign in _SIGNS.items() if re.fullmatch(how, found["how"]))
        for name in names:
            named = [one for one, _ in looked.columns(name) if _is_number(looked, name, one, found["word"])]
            for column in named[:1]:
                values = f"{name_of(name, lines)}[{quoted(column)}]"
                yield f"{found[0]} is {values} {sign} {found['number']}"
                if share and stem(share["of"]) == stem(name):
                    yield f"the share of {name} is {values}.{_CALLS[sign]}({found['number']}).mean() * 100"
            if named:
                break
    yield from _of_percent(asked, looked, names, lines)


def _of_percent(asked: str, looked: Looked, names: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
    """A limit in percent, where one column alone is written so."""
    columns = [
        (name, one) for name in names for one, _ in looked.columns(name) if looked.kind(name, one).name == "percent"
    ]
    found = _PERCENT.search(asked)
    if found and len(columns) == 1:
        sign = next(sign for how, sign in _SIGNS.items() if re.fullmatch(how, found["how"]))
        name, column = columns[0]
        here = name_of(name, lines)
        values = f"{here}[{quoted(column)}]"
        read = any(f"tidy.number({name}[{quoted(column)}])" in line for line in lines)
        yield f"{found[0]} is {values if read else f'tidy.number({values})'} {sign} {found['number']}"


def _is_number(looked: Looked, name: str, column: str, word: str) -> bool:
    return stem(column) == stem(word) and looked.is_amount(name, column)
