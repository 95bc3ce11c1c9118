"""What of a question about tables is known without a model: it stands right before the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from husky_kernel.agent.reading import Reading
from husky_kernel.context.calendar import asked_clock, asked_extent, asked_parts, asked_span
from husky_kernel.context.crossed import asked_crossed
from husky_kernel.context.decades import asked_decades
from husky_kernel.context.families import asked_families
from husky_kernel.context.first_line import COPY, first_lines, name_of
from husky_kernel.context.flows import asked_flows
from husky_kernel.context.inside import asked_inside
from husky_kernel.context.joins import Join, asked_alone, asked_joins, asked_names, forced
from husky_kernel.context.latest import asked_latest
from husky_kernel.context.lengths import asked_lengths
from husky_kernel.context.looked import Looked
from husky_kernel.context.money import asked_money
from husky_kernel.context.numbered_values import asked_numbers
from husky_kernel.context.per_head import asked_per_head
from husky_kernel.context.periods_across import asked_across
from husky_kernel.context.quantities import asked_quantity
from husky_kernel.context.rates import asked_divisors, asked_quotient, asked_rates
from husky_kernel.context.shares import asked_shares
from husky_kernel.context.tables import quoted
from husky_kernel.context.tallies import asked_tallies
from husky_kernel.context.undone import asked_undone
from husky_kernel.context.values import asked_values
from husky_kernel.context.worth import asked_worth, averaged
from husky_kernel.sight import Link, amounts_asked, expected, keys, limits_asked

T = TypeVar("T")

BEGIN = "Begin with"

_UNIFIED = re.compile(r"tidy\.text\((\w+)\['(.+?)'\](?:, case='(\w+)')?\)")
SAID_TO_BE_ONE = re.compile(r"\b(?:are|is|means?|counts?(?: as)?) (?:all )?(?:one|the same)\b")
"""Words of whoever says that several values are one: none of them is asked for."""

_CASE = re.compile(
    r"(?i)\b(?:upper|lower|small|capital)[ -]?(?:(?:and|or|/) (?:upper|lower|small|capital) ?)?(?:case|letters)\b"
)
"""Words about spelling, which speak of no height and no size."""

_COPIED = re.compile(rf"^{COPY} = (\w+)\.")

_LISTED = re.compile(r"tidy\.items\(\w+\['(.+?)'\]\)")

LINKED = 6
"""So many tables are looked at for keys that they share, and so many keys are told."""


class Asked(NamedTuple):
    """Lines for the prompt, and what a person is told with the answer."""

    lines: list[str]
    readings: tuple[Reading, ...]


def links_of(tables: Mapping[str, Any]) -> Sequence[Link]:
    """How tables hang together: the keys that they share, by the values that are found."""
    frames = {name: table for name, table in tables.items() if hasattr(table, "iloc")}
    return _if_it_can(lambda: keys(frames)[:LINKED])


def asked_of(question: str, before: str, meant: Sequence[str], near: Mapping[str, Any], links: Sequence[Link]) -> Asked:
    """What of the question is known without a model: the line to begin with, the join to make, parts of dates, values,
    and what "how many" adds up; of the tables that are ``meant``, of some also of those that are ``near``.
    """
    looked, names = Looked(near), [name for name in meant if name in near]
    spoken = _CASE.sub("", f"{question} {before}".strip())
    worth = next(iter(_if_it_can(lambda: asked_worth(spoken, looked, links))), None)
    money = _if_it_can(lambda: asked_money(spoken, looked)) if worth is None else []
    flows = _if_it_can(lambda: asked_flows(spoken, looked))
    full = list(dict.fromkeys([*(flow.table for flow in flows), *names]))
    also = [*((table, column) for _, table, column in money), *((flow.table, flow.column) for flow in flows)]
    also += _if_it_can(lambda: asked_divisors(question, looked, names))
    also += worth.columns if worth else []
    also += _if_it_can(lambda: asked_quantity(question, looked))
    tallies = _if_it_can(lambda: asked_tallies(question, looked))
    also += [(tally.table, tally.column) for tally in tallies]
    undone = _if_it_can(lambda: asked_undone(question, looked, names))
    latests = _if_it_can(lambda: asked_latest(question, looked, links))
    also += [(latest.table, latest.date) for latest in latests]
    span = next(iter(_if_it_can(lambda: asked_span(spoken, looked, names))), None)
    change = expected(question).change
    join = next(iter(_if_it_can(lambda: asked_joins(spoken, near, links, {table for table, _ in also}))), None)
    taken = join if forced(spoken, join) else None
    family = next(iter(_if_it_can(lambda: asked_families(question, looked, names))), None)
    lines = (
        _if_it_can(lambda: first_lines(spoken, looked, names, also, span, taken, family, worth)) if not change else []
    )
    begun = [name for line in lines[:1] for name in _COPIED.findall(line)]
    full = list(dict.fromkeys([*begun, *full]))
    parts = [f"how long is {span.call}"] if span and not lines else []
    parts += [_money(word, table, column, lines) for word, table, column in money]
    rates = _if_it_can(lambda: asked_rates(question, looked, names))
    parts += [rate.told(name_of(rate.table, lines)) for rate in rates]
    parts += _if_it_can(lambda: asked_quotient(question, looked, names, lines))
    parts += _if_it_can(lambda: asked_per_head(question, taken, near, links, lines))
    parts += [flow.told(name_of(flow.table, lines)) for flow in flows]
    parts += _if_it_can(lambda: asked_names(taken, near, COPY)) if lines else []
    parts += [tally.told(name_of(tally.table, lines)) for tally in tallies]
    parts += [f"the {family.said} are {name_of(family.table, lines)}[{[*family.columns]!r}]"] if family else []
    decades = _if_it_can(lambda: asked_decades(question, looked, names, lines))
    dated = _if_it_can(lambda: asked_parts(question, looked, full, {"decade"} if decades else ()))
    parts += [*dated, *(averaged(question, worth, dated, lines, COPY) if worth and lines else ())]
    parts += _if_it_can(lambda: asked_clock(question, looked, full))
    parts += _if_it_can(lambda: asked_extent(question, looked, full))
    parts += [one.told(one.table) for one in undone] or _if_it_can(lambda: asked_alone(question, names, near, links))
    parts += decades
    parts += _if_it_can(lambda: asked_across(question, looked, names, lines)) if not dated else []
    parts += _if_it_can(lambda: asked_inside(question, looked, names, lines))
    parts += _if_it_can(lambda: asked_crossed(question, looked, names, lines, taken))
    parts += [latest.told(name_of(latest.table, lines)) for latest in latests]
    joins = [_of_copy(join, lines)] if join and (change or not taken) else []
    parts = [re.sub(r"tidy\.date\(\w+(\[.+?\])\)", _read_already(lines), part) for part in parts]
    listed = [column for line in lines for column in _LISTED.findall(line)]
    parts += [f"one row for each of {column} is {COPY}.explode({column!r})" for column in listed]
    parts += _if_it_can(lambda: asked_lengths(question, lines))
    told_apart = not SAID_TO_BE_ONE.search(question.lower())
    values = (
        _if_it_can(lambda: asked_values(question, looked, names, _unified(lines), _read(lines))) if told_apart else []
    )
    values += _if_it_can(lambda: asked_numbers(question, looked, names, lines))
    values += _if_it_can(lambda: _limits(question, near, lines))
    values = [_of_joined(value, taken, lines) for value in values]
    parts += _if_it_can(lambda: asked_shares(question, looked, names, lines, values))
    sums = _if_it_can(lambda: _sums(question, near)) if not tallies else []
    told = {BEGIN: lines, "Part": parts, "Join": joins, "Value": values, "Sum": sums}
    read = [Reading(column, f"{word}: column `{column}`") for word, _, column in money if word != column]
    read += [flow.reading for flow in flows]
    read += [one.reading for one in (worth, span) if one]
    return Asked([f"{kind}: {one}" for kind, ones in told.items() for one in ones], tuple(read))


def _money(word: str, table: str, column: str, lines: Sequence[str]) -> str:
    """What a word of money means: the column, read already where it is copied."""
    name = name_of(table, lines)
    values = f"{name}[{quoted(column)}]"
    return f"{word} is in {values if name == COPY else f'tidy.number({values})'}"


_NUMBERS = re.compile(r"([^\W\d]\w*)=tidy\.(?:number|date|duration)\((\w+)\['\1'\]")


def _read(lines: Sequence[str]) -> set[tuple[str, str]]:
    """The tables and columns that the lines read into numbers, dates or durations."""
    return {(table, column) for line in lines for column, table in _NUMBERS.findall(line)}


def _unified(lines: Sequence[str]) -> dict[tuple[str, str], str]:
    """The tables and columns whose values the lines give one spelling, and which."""
    found = (found for line in lines for found in _UNIFIED.findall(line))
    return {(table, column): case or "title" for table, column, case in found}


def _of_copy(join: Join, lines: Sequence[str]) -> str:
    """The join, of the copy where its table is the one that is copied."""
    table = join.table
    return join.told.replace(f"{table}.merge(", f"{name_of(table, lines)}.merge(", 1)


def _of_joined(value: str, join: Join | None, lines: Sequence[str]) -> str:
    """What is told of a value, of the copy where its column is joined to it."""
    for column in join.columns if join and any(f".merge({join.link.other}[" in line for line in lines) else ():
        value = value.replace(f"{join.link.other}[{quoted(column)}]", f"{COPY}[{quoted(column)}]")  # type: ignore[union-attr]
    return value


def _read_already(lines: Sequence[str]) -> Callable[[re.Match[str]], str]:
    """What is read by the lines that a program begins with stands in the copy."""
    return lambda call: f"{COPY}{call[1]}" if any(f"={call[0]}" in line for line in lines) else call[0]


def _limits(question: str, tables: Mapping[str, Any], lines: Sequence[str]) -> Iterator[str]:
    for limit in limits_asked(question, tables):
        yield f"{limit.said} is {limit.value:g} in {name_of(limit.table, lines)}[{quoted(limit.column)}]"


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
