"""What of a question about tables is known without a model: it stands right before the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from husky_kernel.context.calendar import asked_clock, asked_parts, asked_span
from husky_kernel.context.first_line import COPY, first_lines
from husky_kernel.context.joins import Join, asked_joins, forced
from husky_kernel.context.looked import Looked
from husky_kernel.context.money import asked_money
from husky_kernel.context.tables import quoted
from husky_kernel.context.values import asked_values
from husky_kernel.sight import Link, amounts_asked, expected, keys

T = TypeVar("T")

BEGIN = "Begin with"

LINKED = 6
"""So many tables are looked at for keys that they share, and so many keys are told."""


def links_of(tables: Mapping[str, Any]) -> Sequence[Link]:
    """How tables hang together: the keys that they share, by the values that are found."""
    frames = {name: table for name, table in tables.items() if hasattr(table, "iloc")}
    return _if_it_can(lambda: keys(frames)[:LINKED])


def asked_of(
    question: str, before: str, meant: Sequence[str], near: Mapping[str, Any], links: Sequence[Link]
) -> list[str]:
    """What of the question is known without a model: the line to begin with, the join to make, parts of dates, values,
    and what "how many" adds up; of the tables that are ``meant``, of some also of those that are ``near``.
    """
    looked, names = Looked(near), [name for name in meant if name in near]
    spoken = f"{question} {before}".strip()
    money = _if_it_can(lambda: asked_money(spoken, looked))
    also = [(table, column) for _, table, column in money]
    span = next(iter(_if_it_can(lambda: asked_span(spoken, looked, names))), None)
    change = expected(question).change
    join = next(iter(_if_it_can(lambda: asked_joins(spoken, near, links, {table for table, _ in also}))), None)
    taken = join if forced(spoken) else None
    lines = _if_it_can(lambda: first_lines(spoken, looked, names, also, span, taken)) if not change else []
    parts = [f"how long is {span.call}"] if span and not lines else []
    parts += [f"{word} is in tidy.number({table}[{quoted(column)}])" for word, table, column in money if not lines]
    parts += _if_it_can(lambda: asked_parts(question, looked, names))
    parts += _if_it_can(lambda: asked_clock(question, looked, names))
    joins = [_of_copy(join, lines)] if join and (change or not taken) else []
    parts = [re.sub(r"tidy\.date\(\w+(\[.+?\])\)", _read_already(lines), part) for part in parts]
    values = _if_it_can(lambda: asked_values(question, {name: near[name] for name in names}))
    sums = _if_it_can(lambda: _sums(question, near))
    told = {BEGIN: lines, "Part": parts, "Join": joins, "Value": values, "Sum": sums}
    return [f"{kind}: {one}" for kind, ones in told.items() for one in ones]


def _of_copy(join: Join, lines: Sequence[str]) -> str:
    """The join, of the copy where its table is the one that is copied."""
    table = join.link.table
    copied = any(line.startswith(f"{COPY} = {table}.") for line in lines)
    return join.told.replace(f"{table}.merge(", f"{COPY}.merge(", 1) if copied else join.told


def _read_already(lines: Sequence[str]) -> Callable[[re.Match[str]], str]:
    """What is read by the lines that a program begins with stands in the copy."""
    return lambda call: f"{COPY}{call[1]}" if any(f"={call[0]}" in line for line in lines) else call[0]


def _sums(question: str, tables: Mapping[str, Any]) -> Iterator[str]:
    found = {amount.noun: amount for amount in reversed(amounts_asked(question, tables))}
    for noun, table, column in found.values():
        yield f"how many {noun} is the sum of {table}[{quoted(column)}]"


def _if_it_can(tell: Callable[[], Iterable[T]]) -> list[T]:
    """What is told of tables; nothing where one does not let itself be looked at."""
    try:
        return list(tell())
    except Exception:
        return []
