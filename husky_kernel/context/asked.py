"""What of a question about tables is known without a model: it stands right before the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol, TypeVar

from husky_kernel.agent.answers.reading import Reading
from husky_kernel.context.amounts.across import asked_across_tables
from husky_kernel.context.amounts.batteries import asked_batteries
from husky_kernel.context.amounts.correlation import asked_correlation
from husky_kernel.context.amounts.flows import asked_flows
from husky_kernel.context.amounts.fullness import asked_fullness
from husky_kernel.context.amounts.left_over import asked_left_over
from husky_kernel.context.amounts.money import asked_money
from husky_kernel.context.amounts.per_head import asked_per_head
from husky_kernel.context.amounts.products import asked_products
from husky_kernel.context.amounts.quantities import asked_quantity
from husky_kernel.context.amounts.rates import asked_divisors, asked_quotient, asked_rates, asked_weighted
from husky_kernel.context.amounts.shares import asked_shares
from husky_kernel.context.amounts.tallies import asked_sold, asked_tallies
from husky_kernel.context.amounts.time_units import asked_time_unit
from husky_kernel.context.amounts.worth import asked_worth, averaged
from husky_kernel.context.dates.calendar import asked_clock, asked_extent, asked_parts
from husky_kernel.context.dates.crossing import asked_crossing
from husky_kernel.context.dates.decades import asked_decades
from husky_kernel.context.dates.last_two import asked_last_two
from husky_kernel.context.dates.latest import asked_latest
from husky_kernel.context.dates.lengths import asked_lengths
from husky_kernel.context.dates.periods_across import asked_across
from husky_kernel.context.dates.spans import asked_lasting, asked_span
from husky_kernel.context.dates.two_periods import asked_two_periods
from husky_kernel.context.dates.undone import asked_undone
from husky_kernel.context.dates.years import asked_years, without
from husky_kernel.context.first_line import COPY, first_lines, name_of
from husky_kernel.context.joins import Join, asked_alone, asked_joins, asked_names, forced
from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import stem
from husky_kernel.context.rows.ages import asked_age
from husky_kernel.context.rows.busy import asked_busy
from husky_kernel.context.rows.commonest import asked_commonest
from husky_kernel.context.rows.conditions import asked_conditions
from husky_kernel.context.rows.crossed import asked_crossed
from husky_kernel.context.rows.families import asked_families
from husky_kernel.context.rows.inside import asked_inside, object_lines, told_keys
from husky_kernel.context.rows.levels import asked_levels, level_line
from husky_kernel.context.rows.nth import asked_nth
from husky_kernel.context.rows.numbered_values import asked_numbers
from husky_kernel.context.rows.ordinals import asked_ordinals
from husky_kernel.context.rows.partners import asked_partners
from husky_kernel.context.rows.repeated import asked_repeated, once, without_copies
from husky_kernel.context.rows.results import asked_results, result_line
from husky_kernel.context.rows.sexes import asked_sexes
from husky_kernel.context.rows.single import asked_single
from husky_kernel.context.rows.top_rows import asked_top_rows
from husky_kernel.context.rows.truths import asked_truths
from husky_kernel.context.rows.values import asked_values
from husky_kernel.context.tables import quoted
from husky_kernel.sight import Link, amounts_asked, expected, keys, limits_asked

T = TypeVar("T")

BEGIN = "Begin with"
READ = "Read first"

_UNIFIED = re.compile(r"tidy\.text\((\w+)\['(.+?)'\](?:, case='(\w+)')?\)")
SAID_TO_BE_ONE = re.compile(
    r"\b(?:are|is|means?|counts?(?: as)?) (?:all )?(?:one|the same)\b|"
    r"\b(?:written|spelled|spelt) (?:in )?(?:two|three|several|different|many|various|more than one) (?:ways?|forms?)\b"
)
"""Words of whoever says that several values are one: none of them is asked for."""

_CASE = re.compile(
    r"(?i)\b(?:upper|lower|small|capital)[ -]?(?:(?:and|or|/) (?:upper|lower|small|capital) ?)?(?:case|letters)\b"
)
"""Words about spelling, which speak of no height and no size."""

_COPIED = re.compile(rf"^{COPY} = (\w+)\.")

_ONLY_LISTS = re.compile(rf"{COPY} = \w+\.assign\(\w+=tidy\.items\(\w+\['\w+'\]\)\)")

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
    found = _Found(question, before, meant, near, links)
    told = {"Part": found.parts, "Join": found.joins, "Value": found.values, "Sum": found.sums}
    lines = [f"{kind}: {one}" for kind, ones in {BEGIN: found.lines, **told}.items() for one in ones]
    return Asked(lines, found.readings)


Way = Callable[[str, Looked, Sequence[str], Sequence[str]], Iterable[str]]
"""Tells of a question, of tables that are looked at, those that are meant, and the lines that a program begins with."""


class Told(Protocol):
    """What is found of one table, and told of it or of its copy."""

    @property
    def table(self) -> str:
        """The table's name."""

    def told(self, table: str) -> str:
        """The line, what it is about being in ``table``."""


class Held(Told, Protocol):
    """What is found of one column, which is read for it."""

    @property
    def column(self) -> str:
        """The column."""


class _Found:
    """What is found of one question, each thing once: what comes later may need what came before it."""

    def __init__(
        self, question: str, before: str, meant: Sequence[str], near: Mapping[str, Any], links: Sequence[Link]
    ) -> None:
        self.question, self.near, self.links = question, near, links
        self.looked, self.names = Looked(near), [name for name in meant if name in near]
        self.years = _if_it_can(lambda: asked_years(question, self.looked))
        self.undated = without(question, self.years)
        self.before = before = _GROUPED.sub("", before) if _is_grouped(question, self.looked) else before
        self.spoken = _CASE.sub("", f"{self.undated} {before}".strip())
        self.change = expected(question).change
        self.worth = _first(lambda: asked_worth(self.spoken, self.looked, links))
        self.money = [] if self.worth else _if_it_can(lambda: asked_money(self.spoken, self.looked))
        self.flows = _if_it_can(lambda: asked_flows(self.spoken, self.looked))
        self.quantity = _if_it_can(lambda: asked_quantity(self.spoken, self.looked))
        self.singles = _if_it_can(lambda: asked_single(question, self.looked, self.names))
        self.ages = _if_it_can(lambda: asked_age(question, self.looked))
        self.time_units = _if_it_can(lambda: asked_time_unit(self.spoken, self.looked))
        self.tallies = _if_it_can(lambda: asked_tallies(question, self.looked))
        self.tallies = self.tallies or _if_it_can(lambda: asked_sold(question, self.looked, self.names))
        self.latests = _if_it_can(lambda: asked_latest(question, self.looked, links))
        self.span = _first(lambda: asked_span(self.spoken, self.looked, self.names))
        self.family = _first(lambda: asked_families(question, self.looked, self.names))
        self.busy = _first(lambda: asked_busy(question, links))
        self.last_two = _first(lambda: asked_last_two(question, self.looked, self.names))
        also, busy = self._also(), [self.busy.link.table] if self.busy else []
        self.also = also
        known = {*busy, *(table for table, _ in also)}
        self.left_over = _first(lambda: asked_left_over(question, self.looked, links, also))
        also += [(self.left_over.link.table, self.left_over.taken)] if self.left_over else []
        self.join = _first(lambda: asked_joins(self.spoken, near, links, known, busy)) if not self.left_over else None
        self.taken = self.join if forced(self.spoken, self.join) else None
        self.lines = [] if self.change else _if_it_can(lambda: self._lines(also))
        ways = (object_lines, result_line, level_line)
        for way in () if self.change or (self.lines and not self._lists_only()) else ways:
            self.lines = _if_it_can(partial(way, question, self.looked, self.names)) or self.lines
        for name in [] if self.change else _if_it_can(lambda: asked_repeated(question, self.names, near)):
            self.lines = once(name, self.lines)
        self.begun = [name for line in self.lines[:1] for name in _COPIED.findall(line)]
        self.full = list(dict.fromkeys([*self.begun, *(flow.table for flow in self.flows), *self.names]))

    def _also(self) -> list[tuple[str, str]]:
        """Tables and columns that are read though the question does not name them."""
        also = [*((table, column) for _, table, column in self.money), *((one.table, one.column) for one in self.flows)]
        also += _if_it_can(lambda: asked_divisors(self.question, self.looked, self.names))
        also += self.worth.columns if self.worth else []
        read: list[Held] = [*self.singles, *self.time_units, *self.ages]
        also += [(one.table, one.column) for one in read]
        also += self.quantity + _if_it_can(lambda: asked_lasting(self.spoken, self.looked, self.names, self.span))
        also += [(self.last_two.table, one) for one in self.last_two[1:3]] if self.last_two else []
        also += [(tally.table, tally.column) for tally in self.tallies]
        return [*also, *((latest.table, latest.date) for latest in self.latests)]

    def _lists_only(self) -> bool:
        """Whether all that the lines do is to read a column of lists."""
        return len(self.lines) == 1 and bool(_ONLY_LISTS.fullmatch(self.lines[0]))

    def _lines(self, also: Sequence[tuple[str, str]]) -> list[str]:
        return first_lines(self.spoken, self.looked, self.names, also, self.span, self.taken, self.family, self.worth)

    @cached_property
    def parts(self) -> list[str]:
        """How what the question speaks of is computed."""
        parts = [f"how long is {self.span.call}"] if self.span and not self.lines else []
        parts += [*self._amounts(), *self._dates(), *self._shapes()]
        parts += self._of_each(self.latests)
        parts = [re.sub(r"tidy\.date\(\w+(\[.+?\])\)", _read_already(self.lines), part) for part in parts]
        listed = [column for line in self.lines for column in _LISTED.findall(line) if ".explode(" not in line]
        parts += [_listed(self.question, column) for column in listed]
        parts += _if_it_can(lambda: asked_lengths(self.question, self.lines))
        return parts + _if_it_can(lambda: asked_shares(self.question, self.looked, self.names, self.lines, self.values))

    def _amounts(self) -> Iterator[str]:
        """Money, quotients, flows, the names of what is counted, and what counts."""
        question, looked, lines, links = self.question, self.looked, self.lines, self.links
        yield from (_money(word, table, column, lines) for word, table, column in self.money)
        rates = _if_it_can(lambda: asked_rates(question, looked, self.names))
        yield from self._of_each(rates)
        yield from self._told(asked_weighted, asked_correlation, asked_products, asked_fullness)
        across = _if_it_can(lambda: asked_across_tables(question, looked, links, lines))
        yield from across or _if_it_can(lambda: asked_quotient(question, looked, self.names, lines, links))
        yield from _if_it_can(lambda: asked_per_head(self.spoken, self.taken, self.near, links, lines, self.quantity))
        yield from [self.left_over.told(self._of(self.left_over.link.table))] if self.left_over else ()
        yield from self._of_each(self.flows)
        yield from _if_it_can(lambda: asked_names(self.taken, self.near, COPY)) if lines else ()
        yield from self._of_each(self.time_units, self.singles)
        yield from _if_it_can(lambda: asked_top_rows(question, looked, self.names, lines, self.also))
        for noun, table, column in self.tallies:
            yield f"{noun} are counted in {self._of(table)}[{quoted(column)}]: add it up"
        if self.family:
            yield f"the {self.family.said} are {self._of(self.family.table)}[{[*self.family.columns]!r}]"

    def _dates(self) -> Iterator[str]:
        """Periods, times of day, what is still to come, rows without a partner."""
        question, looked, lines = self.question, self.looked, self.lines
        decades = self._told(asked_decades)
        question = self.undated
        known = {*(["decade"] if decades else []), *map(stem, self.taken.columns if self.taken else ())}
        dated = _if_it_can(lambda: asked_parts(question, looked, self.full, known, self.begun))
        yield from self._told(asked_crossing)
        compared = _if_it_can(lambda: asked_two_periods(question, self.before, looked, self.names, lines, self.worth))
        yield from [self.last_two.told(self._of(self.last_two.table))] if self.last_two else compared or dated
        yield from averaged(question, self.worth, dated, lines, COPY) if self.worth and lines else ()
        yield from _if_it_can(lambda: asked_clock(question, looked, self.full))
        yield from _if_it_can(lambda: asked_extent(question, looked, self.full))
        undone = _if_it_can(lambda: asked_undone(question, looked, self.names))
        alone = [] if undone else _if_it_can(lambda: asked_alone(question, self.names, self.near, self.links))
        yield from [one.told(one.table) for one in undone] or alone
        yield from decades
        yield from [] if dated else self._told(asked_across)

    def _shapes(self) -> Iterator[str]:
        """What stands inside of cells, tables of one column by another, columns of answers, and what is busiest."""
        if busy := self.busy:
            yield from _if_it_can(lambda: busy.told(self.question, self.taken))
        yield from self._told(asked_batteries, asked_inside, told_keys)
        yield from _if_it_can(lambda: without_copies(self.question, self.names, self.near)) if self.change else ()
        yield from _if_it_can(lambda: asked_commonest(self.question, self.looked, self.names, self.lines, self.taken))
        yield from _if_it_can(lambda: asked_partners(self.question, self.names, self.near, self.links))
        yield from self._told(asked_results)
        yield from _if_it_can(lambda: asked_crossed(self.question, self.looked, self.names, self.lines, self.taken))

    @cached_property
    def joins(self) -> list[str]:
        """The join to make, where no line makes it."""
        alone = any(" without a row in " in part for part in self.parts)
        told = self.join and (self.change or not self.taken) and not alone
        return [_of_copy(self.join, self.lines)] if self.join and told else []

    @cached_property
    def values(self) -> list[str]:
        """Values of the tables, numbers of a column and limits that the question speaks of."""
        question, looked, lines = self.question, self.looked, self.lines
        told_apart = not SAID_TO_BE_ONE.search(question.lower())
        values = (
            _if_it_can(lambda: asked_values(question, looked, self.names, _unified(lines), _read(lines)))
            if told_apart
            else []
        )
        values += self._told(asked_numbers)
        values += self._told(asked_levels)
        values += self._told(asked_nth)
        values += [*self._of_each(self.years, self.ages), *self._told(asked_truths, asked_sexes)]
        ordinals = _if_it_can(lambda: asked_ordinals(question, looked, self.names))
        values = ordinals or values
        limits = _if_it_can(lambda: _limits(question, self.near, lines))
        values += limits or self._told(asked_conditions)
        return [_of_joined(value, self.taken, lines) for value in values]

    @cached_property
    def sums(self) -> list[str]:
        """What "how many" adds up."""
        return [] if self.tallies else _if_it_can(lambda: _sums(self.question, self.near))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """How words were read that were not taken literally."""
        money = (Reading(column, f"{word}: column `{column}`") for word, _, column in self.money if word != column)
        return (
            *money,
            *(flow.reading for flow in self.flows),
            *(
                Reading(column, f"{column}: {_CLOCKS[unit]}")
                for line in self.lines
                for column, unit in _CLOCK.findall(line)
            ),
            *(one.reading for one in (self.worth, self.span) if one),
        )

    def _told(self, *ways: Way) -> list[str]:
        """What each of the ways finds of the question, in tables that it is about."""
        args = self.question, self.looked, self.names, self.lines
        return [told for way in ways for told in _if_it_can(partial(way, *args))]

    def _of_each(self, *found: Sequence[Told]) -> Iterator[str]:
        yield from (one.told(self._of(one.table)) for some in found for one in some)

    def _of(self, table: str) -> str:
        return name_of(table, self.lines)


def _money(word: str, table: str, column: str, lines: Sequence[str]) -> str:
    """What a word of money means: the column, read already where it is copied."""
    name = name_of(table, lines)
    values = f"{name}[{quoted(column)}]"
    return f"{word} is in {values if name == COPY else f'tidy.number({values})'}"


def _is_grouped(question: str, looked: Looked) -> bool:
    """Whether a question names groups of its own: columns, or periods, not a unit as in "per square metre"."""
    nouns = [word for noun in expected(question).per for word in noun.split()[:1]]
    return any(stem(noun) in looked.words or stem(noun) in _PERIODS for noun in nouns)


_PERIODS = frozenset(["year", "month", "quarter", "week", "weekday", "day", "hour", "decade"])

_GROUPED = re.compile(r"\b(?:of|for|in|to) (?:each|every) [^\W\d_]+|\b(?:per|by) [^\W\d_]+")
"""The groups of a question, in whose place one that goes on from it names others."""


def _listed(question: str, column: str) -> str:
    """What is told of a column of lists: how many each has, where that is asked for each; else what each holds."""
    if re.search(rf"\bnumber of {re.escape(column.lower())} (?:per|in|for|of)\b", question.lower()):
        return f"the number of {column} of each row is {COPY}[{column!r}].str.len()"
    return f"one row for each of {column} is {COPY}.explode({column!r})"


_CLOCK = re.compile(r"=tidy\.duration\(\w+\['([^']+)'\], unit='(min|h)'\)")
_CLOCKS = {"min": "minutes and seconds", "h": "hours and minutes"}
"""What a question or a table decides of durations that can be read in two ways."""

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
    return name_of(join.table, lines) + join.told[len(join.table) :]


def _of_joined(value: str, join: Join | None, lines: Sequence[str]) -> str:
    """What is told of a value, of the copy where its column is joined to it."""
    if join is not None and any(f".merge({join.link.other}[" in line for line in lines):
        for column in join.columns:
            value = value.replace(f"{join.link.other}[{quoted(column)}]", f"{COPY}[{quoted(column)}]")
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


def _first(tell: Callable[[], Iterable[T]]) -> T | None:
    return next(iter(_if_it_can(tell)), None)
