"""The column of money that a question means by "earned" or "how much money", where one column alone has a currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import parts_of, spoken, stem
from husky_kernel.kinds import Kind
from husky_kernel.tidy.units.currencies import currency

_SPOKEN = re.compile(
    r"\b(money|cash|revenue|turnover|income|takings|earn(?:s|ed)?|spend|spends|spent|cost|costs|paid|pay|pays|paying|charged|"
    r"salary|salaries|wages?|payroll|fees?|prices?|"
    r"pounds?|dollars?|euros?|francs?|worth|expensive|cheap(?:er|est)?)\b"
)
_HOW = re.compile(r"\b(?:paid|pays?|paying) (?:by|with|via|through)\b")
"""Words about the way of paying, which speak of no amount."""

_WORDS = "price fare fee cost amount revenue total paid charge tariff salary wage"
_CALLED = frozenset(_WORDS.split())
"""Words in the names of columns of money."""

_AROUND = re.compile(r"[^\d.,'’\s()+\-−]+")
"""What stands around the digits of an amount."""


def asked_money(question: str, looked: Looked) -> Iterator[tuple[str, str, str]]:
    """The word of the question, and the table and column that are meant. Silent where a column is called so."""
    said = _SPOKEN.findall(_HOW.sub(" ", question.lower()))
    if not said or any(stem(word) in looked.words for word in said):
        return
    columns = [
        (name, column)
        for name in looked.tables
        for column, series in looked.columns(name)
        if getattr(series.dtype, "kind", "O") not in "iufbmMc" and _is_money(looked.kind(name, column))
    ]
    words = {*spoken(question)}
    named = [name for name in looked.tables if stem(name) in words]
    if len(columns) == 1 and _is_apart(columns[0][0], named, looked):  # of a table that is named its own is meant
        columns = [(name, column) for name in named for column in _priced(looked, name)]
    if len(columns) == 1:
        yield max(said, key=len), *columns[0]


def _priced(looked: Looked, name: str) -> Iterator[str]:
    """The columns of amounts that are called as money is, without a currency."""
    for column, _ in looked.columns(name):
        if {*parts_of(column)} & _CALLED and looked.is_amount(name, column) and not is_rate(looked.kind(name, column)):
            yield column


def _is_apart(table: str, named: Sequence[str], looked: Looked) -> bool:
    """Whether a table is none of those that are named, and has no column in common with them."""
    own = {*looked.tables[table].columns}
    return bool(named) and table not in named and not any(own & {*looked.tables[name].columns} for name in named)


def is_rate(kind: Kind) -> bool:
    """Whether its amounts are prices for something, "2 €/h": nobody adds them up."""
    return any(re.search(r"/|\bper\b", example) for example in kind.examples)


def _is_money(kind: Kind) -> bool:
    signs = (sign for example in kind.examples for sign in _AROUND.findall(example))
    return kind.name == "amounts" and any(currency(sign) for sign in signs) and not is_rate(kind)
