"""Rows of a table for so many of something else: "permits per 1000 residents", "complaints per 100 tickets"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from husky_kernel.context.first_line import COPY
from husky_kernel.context.joins import Join, short_units, without_unit
from husky_kernel.context.linking import groups_by
from husky_kernel.context.ranking import names_deed, stem
from husky_kernel.context.tables import quoted
from husky_kernel.numerals import WORDS, number_of
from husky_kernel.sight import Link

_ASKED = re.compile(
    r"(?P<before>(?:[^\W\d_]+ ){1,5})(?:per|for every|to every) "
    rf"(?P<many>\d[\d,]*|hundred|thousand|million|{'|'.join(WORDS)})? ?(?P<of>[^\W\d_]+)"
)
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000}


def asked_per_head(
    question: str,
    join: Join | None,
    tables: Mapping[str, Any],
    links: Sequence[Link],
    lines: Sequence[str],
    amounts: Collection[tuple[str, str]] = (),
) -> Iterator[str]:
    """How the rows of a table are divided by an amount that ``join`` brings, which stands once for each group, or by
    the rows of another table. ``amounts``: columns that are asked for by their unit.
    """
    found = _ASKED.search(question.lower())
    if found is None:
        return
    before, of = found["before"].split(), _of(found["of"])
    said = " ".join(filter(None, ["per", found["many"], found["of"]]))
    times = f" * {_LARGE.get(found['many']) or number_of(found['many'].replace(',', ''))}" if found["many"] else ""
    if join is not None and join.via is None and any(".merge(" in line for line in lines):
        rows, key = _spoken_of(join.link.table, before), join.link.column
        below = [
            column for column in join.columns if of in _words(column) and (times or of == "m2" or _is_plural(column))
        ]
        if below and rows and tables[join.link.other][join.link.key].is_unique:
            groups = f"{COPY}.groupby({quoted(key)})"
            yield f"{rows} {said} for each {key} are {groups}.size() / {groups}[{quoted(below[0])}].first(){times}"
            return
        divided = [column for table, column in amounts if table == join.link.table]
        divided = divided or [*_numbers_of(tables[join.link.table], re.findall(r"[^\W\d_]+", question.lower()))]
        yield from _amounts(question, join, divided, below, said, times)
    to = {(link.other, link.key, link.table): link.column for link in links}
    for other, key, table in to:
        near = [name for o, k, name in to if (o, k) == (other, key) and name != table]
        second = next((name for name in near if stem(name) == of), None)
        if second and (rows := _spoken_of(table, before)):
            above, under = (f"{one}.groupby({quoted(to[other, key, one])}).size()" for one in (table, second))
            yield f"{rows} {said} for each {key} are {above} / {under}{times}"
            return


def _amounts(
    question: str, join: Join, above: Sequence[str], below: Sequence[str], said: str, times: str
) -> Iterator[str]:
    """An amount of the rows, divided by one that stands once for each row of the other table, which has the groups."""
    by = [one for one in join.columns if groups_by(one, question) and one not in below]
    if above and below and by:
        group, other = quoted(by[0]), join.link.other
        count = f"tidy.number({other}[{quoted(below[0])}]).groupby({other}[{group}]).sum()"
        yield f"{above[0]} {said} is {COPY}.groupby({group})[{quoted(above[0])}].sum() / {count}{times}"


def _of(word: str) -> str:
    """What is divided by: of "square metre" what such a column is called by."""
    return "m2" if word in ("square", "sqm", "m²") else stem(word)


def _numbers_of(table: Any, words: Sequence[str]) -> Iterator[str]:
    """The columns of numbers that ``words`` name, by their unit too."""
    named = {stem(one) for word in words for one in (word, *short_units(word))}
    yield from (name for name in table.columns if stem(str(name)) in named and table[name].dtype.kind in "iuf")


def _words(column: str) -> set[str]:
    parts = re.findall(r"[^\W\d_]+", column.casefold())
    area = ["m2"] if re.search(r"m2|m²|sq_?m\b|\barea", column.casefold()) else []
    return {*map(stem, without_unit(parts)), *area}


def _is_plural(column: str) -> bool:
    """Whether a column is called as one that counts: "households", not "zone"."""
    return any(stem(word) != word for word in re.findall(r"[^\W\d_]+", column.casefold()))


def _spoken_of(table: str, words: Sequence[str]) -> str:
    """The one of ``words`` that names the rows of a table; empty where none does."""
    return next((word for word in words if stem(word) == stem(table) or names_deed(table, [word])), "")
