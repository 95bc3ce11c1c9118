"""What the models are told about the user's variables: those that a question is about, in a few lines.

Column names and values are data, and may hold anything: they are always quoted, on one line and cut, so that none can
pass for a line of the prompt. Secrets are left out: what is called like one is told by its type alone.
"""

from __future__ import annotations

import inspect
import re
import time
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from husky_kernel.context.calendar import asked_clock, asked_parts, asked_span
from husky_kernel.context.databases import described, is_database
from husky_kernel.context.first_line import COPY, first_lines
from husky_kernel.context.joins import asked_joins, forced
from husky_kernel.context.money import asked_money
from husky_kernel.context.ranking import Ranked, is_about, rank, told_in_full
from husky_kernel.context.tables import describe_table, glance, is_table, quoted
from husky_kernel.context.values import asked_values
from husky_kernel.sight import Link, amounts_asked, expected, keys
from husky_kernel.tools.patience import within
from husky_kernel.tools.values import kind, plain
from husky_kernel.trust.names import hides, is_secret
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor

T = TypeVar("T")

INSERTED = 2000
"""Characters of a value that ``{name}`` puts into a question."""

PATIENCE = 5.0
"""Seconds that the objects of a question may take to show themselves, all together."""

FULL = 3
"""So many tables are told in full."""

LINKED = 6
"""So many tables are looked at for keys that they share, and so many keys are told."""

CHARACTERS_PER_TOKEN = 4

BEGIN = "Begin with"

RESERVED = 100
"""Characters that tables leave to each other variable that is named."""

_SKIPPED = {"In", "Out", "exit", "quit", "get_ipython", "open"}
_COMMON = {"a", "an", "i", "the", "total", "average", "mean", "sum", "count", "number", "result", "answer", "value"}
_COMMON |= {"values", "rows", "max", "min", "data"}
"""Words of any question: a variable of that name, often left by an earlier step, is meant only in `backquotes`."""
_BRACES = re.compile(r"(?<!\{)\{([^\W\d]\w*)\}(?!\})")
_LOOSE = re.compile(r"(?<![\w{}^\\])\{([^\W\d]\w*)\}(?!\})")
_WORD = re.compile(r"[^\W\d]\w*")
_QUOTED = re.compile(r"`([^\W\d]\w*)`")


def fill(question: str, namespace: Mapping[str, Any]) -> str:
    """``question`` with each ``{name}`` of a variable replaced by its value, secrets left out.

    All other braces stay as they are.
    """
    redactor = Redactor(namespace)

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        known = not name.startswith("_") and name not in _SKIPPED and name in namespace
        if not known:
            return match.group(0)
        if is_secret(name, namespace[name]):
            return REMOVED
        value = namespace[name]
        return redactor.text(within(PATIENCE, lambda: plain(value, INSERTED), f"<{kind(value)}>"))

    return _BRACES.sub(value_of, question)


def unknown(question: str, namespace: Mapping[str, Any]) -> list[str]:
    """Names in braces that are no variables; braces of formulas, as in ``x_{k}``, are not meant."""
    return [name for name in _LOOSE.findall(question) if name not in namespace]


def describe(
    question: str,
    namespace: Mapping[str, Any],
    budget: int,
    *,
    skip: Collection[str] = (),
    recent: Collection[str] | None = None,
    before: str = "",
) -> str:
    """The block about variables for ``question``, of at most about ``budget`` tokens; empty if none is meant.

    Told are the tables that share most with the question, a few in full and the others by name and columns, and other
    variables whose name is a word of the question. ``skip``: tables that earlier runs made, told only if they are
    named; ``recent``: variables that the conversation is about, None where there was none; ``before``: the question
    that this one goes on from.

    Never raises, whatever the objects do; what takes too long is told by its type alone.
    """
    namespace = {name: value for name, value in namespace.items() if type(name) is str}
    end = time.monotonic() + PATIENCE
    question = _BRACES.sub(" ", question)
    named = _named(question, namespace)
    tables = _tables(question, namespace, skip)
    none: list[Ranked] = []
    ranked = within(PATIENCE, lambda: rank(question, namespace, tables, recent or ()), none)
    if not is_about(question, ranked, talked=recent is not None):
        ranked = []
    meant, known = told_in_full(ranked, FULL), {one.name for one in ranked}
    near = {name: namespace[name] for name in _in_order({one.name for one in ranked[:LINKED]}, namespace)}
    # What is told of tables is in one order and the same for each question: the model has read it then already.
    full = _in_order(known if len(known) <= FULL else meant, namespace)
    room = budget * CHARACTERS_PER_TOKEN - len("Variables:")
    lines, left = _lines(full, namespace, question, room - RESERVED * len(named), end)
    others = [_glance(name, namespace[name], end) for name in _in_order(known.difference(full), namespace)]
    links = _if_it_can(lambda: _links(near))
    others += _keys(links)
    room = left + RESERVED * len(named)
    lines, room = _added(others, lines, room)
    own, room = _lines(named, namespace, question, room, end)
    lines += own
    told = _asked(question, before, meant, near, links)
    if begun := set(_WORD.findall("\n".join(line for line in told if line.startswith(BEGIN)))):
        meant = [one.name for one in ranked if one.name in begun or one.named]
    others = [f"About: {', '.join(meant)}"] if 0 < len(meant) < len(full) else []
    lines, _ = _added([*others, *told], lines, room)
    return Redactor(namespace).text("\n".join(["Variables:", *lines])) if lines else ""


def _in_order(names: Collection[str], namespace: Mapping[str, Any]) -> list[str]:
    return [name for name in namespace if name in names]


def _added(more: Sequence[str], lines: Sequence[str], room: int) -> tuple[list[str], int]:
    """The lines with those of ``more`` for which there is room, and the characters that are left."""
    told = list(lines)
    for line in more:
        if len(line) < room:
            told.append(line)
            room -= len(line) + 1
    return told, room


def _links(tables: Mapping[str, Any]) -> Sequence[Link]:
    """How tables hang together: the keys that they share, by the values that are found."""
    return keys({name: table for name, table in tables.items() if hasattr(table, "iloc")})[:LINKED]


def _if_it_can(tell: Callable[[], Iterable[T]]) -> list[T]:
    """What is told of tables; nothing where one does not let itself be looked at."""
    try:
        return list(tell())
    except Exception:
        return []


def _keys(links: Sequence[Link]) -> list[str]:
    told = [f"{link.table}[{quoted(link.column)}] = {link.other}[{quoted(link.key)}]" for link in links]
    return [f"Keys: {', '.join(told)}"] if told else []


def _asked(
    question: str, before: str, meant: Sequence[str], near: Mapping[str, Any], links: Sequence[Link]
) -> list[str]:
    """What of the question is known without a model: the line to begin with, the join to make, parts of dates, values,
    and what "how many" adds up; of the tables that are ``meant``, of some also of those that are ``near``.
    """
    tables = {name: near[name] for name in meant if name in near}
    spoken = f"{question} {before}".strip()
    money = _if_it_can(lambda: asked_money(spoken, near))
    also = [(table, column) for _, table, column in money]
    span = next(iter(_if_it_can(lambda: asked_span(spoken, tables, list(tables)))), None)
    change = expected(question).change
    join = next(iter(_if_it_can(lambda: asked_joins(spoken, near, links, {table for table, _ in also}))), None)
    taken = join if forced(spoken) else None
    lines = _if_it_can(lambda: first_lines(spoken, near, list(tables), also, span, taken)) if not change else []
    parts = [f"how long is {span.call}"] if span and not lines else []
    parts += [f"{word} is in tidy.number({table}[{quoted(column)}])" for word, table, column in money if not lines]
    parts += _if_it_can(lambda: asked_parts(question, tables, list(tables)))
    parts += _if_it_can(lambda: asked_clock(question, tables, list(tables)))
    joins = [join.told] if join and (change or not taken) else []
    parts = [re.sub(r"tidy\.date\(\w+(\[.+?\])\)", _read_already(lines), part) for part in parts]
    values = _if_it_can(lambda: asked_values(question, tables))
    sums = _if_it_can(lambda: _sums(question, near))
    told = {BEGIN: lines, "Part": parts, "Join": joins, "Value": values, "Sum": sums}
    return [f"{kind}: {line}" for kind, lines_of in told.items() for line in lines_of]


def _read_already(lines: Sequence[str]) -> Callable[[re.Match[str]], str]:
    """What is read by the lines that a program begins with stands in the copy."""
    return lambda call: f"{COPY}{call[1]}" if any(f"={call[0]}" in line for line in lines) else call[0]


def _sums(question: str, tables: Mapping[str, Any]) -> Iterator[str]:
    found = {amount.noun: amount for amount in reversed(amounts_asked(question, tables))}
    for noun, table, column in found.values():
        yield f"how many {noun} is the sum of {table}[{quoted(column)}]"


def _lines(
    names: Sequence[str], namespace: Mapping[str, Any], question: str, room: int, end: float
) -> tuple[list[str], int]:
    """A line a variable, and the characters that are left."""
    lines: list[str] = []
    for left, name in zip(range(len(names), 0, -1), names, strict=True):
        line = _one(name, namespace[name], question, room // left, end)
        if len(line) < room:
            lines.append(line)
            room -= len(line) + 1
    return lines, room


def _tables(question: str, namespace: Mapping[str, Any], skip: Collection[str]) -> list[str]:
    """The user's tables; those of a name that is nobody's only in backquotes, those of runs where they are named."""
    quoted_names, words = set(_QUOTED.findall(question)), set(_WORD.findall(question))
    return [
        name
        for name, value in list(namespace.items())
        if (name in quoted_names or (_is_public(name, value) and (name not in skip or name in words)))
        and is_table(value)
    ]


def _named(question: str, namespace: Mapping[str, Any]) -> list[str]:
    """Variables other than tables that the question names, in its order."""
    sure = set(_QUOTED.findall(question))
    words = (word for word in dict.fromkeys(_WORD.findall(question)) if word in namespace)
    meant = (word for word in words if word in sure or word.casefold() not in _COMMON)
    return [word for word in meant if _is_public(word, namespace[word]) and not is_table(namespace[word])]


def _is_public(name: str, value: object) -> bool:
    hidden = name.startswith("_") or name in _SKIPPED
    return not hidden and not issubclass(type(value), types.ModuleType) and value is not None


def _one(name: str, value: object, question: str, room: int, end: float) -> str:
    """One variable; by its type alone if it does not let itself be looked at in time."""
    alone = f"{name}: {kind(value)}"
    if is_secret(name, value):
        return alone
    if is_database(value):  # on this thread, as it may belong to it
        return described(name, value) or alone
    if is_table(value):
        return _until(end, lambda: describe_table(name, value, question, room), alone)
    return _until(end, lambda: f"{name}: {_brief(value)}", alone)


def _glance(name: str, value: object, end: float) -> str:
    return _until(end, lambda: glance(name, value), f"{name}: {kind(value)}")


def _until(end: float, do: Callable[[], str], otherwise: str) -> str:
    left = end - time.monotonic()
    return within(left, do, otherwise) if left > 0 else otherwise


def _brief(value: Any) -> str:
    if isinstance(value, str):
        return (
            f"str, {quoted(value)}" if len(value) < 200 else f"str of {len(value):,} characters, {quoted(value, 100)}"
        )
    if isinstance(value, bool | int | float | complex):
        return f"{kind(value)}, {plain(value, 60)}"
    if isinstance(value, Mapping):
        items = ", ".join(f"{quoted(key)}: {_entry(key, item)}" for key, item in islice(value.items(), 5))
        return f"{kind(value)} of {len(value):,}, {{{items}{', …' if len(value) > 5 else ''}}}"
    if isinstance(value, Sequence | set | frozenset):
        return f"{kind(value)} of {len(value):,}, [{_some(value, len(value))}]"
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return _array(value)
    if inspect.isroutine(value):
        return f"function {' '.join(str(inspect.signature(value)).split())[:100]}"
    return kind(value) if inspect.isclass(value) else f"{kind(value)}, {quoted(plain(value, 80))}"


def _entry(key: object, item: object) -> str:
    return REMOVED if is_secret(key, item) else quoted(item)


def _array(value: Any) -> str:
    if value.shape == ():
        return f"{type(value).__name__}, {plain(value.item(), 60)}"
    shape = " x ".join(f"{size:,}" for size in value.shape)
    name = f" {quoted(value.name)}" if getattr(value, "name", None) is not None else ""
    flat = value.head(6) if hasattr(value, "head") else value.reshape(-1)[:6] if 0 not in value.shape else ()
    if hides(getattr(value, "name", None), flat):
        flat = ()
    missing = f", {int(value.isna().sum()):,} missing" if hasattr(value, "isna") and value.size < 100_000 else ""
    return f"{type(value).__name__}{name} of {value.dtype}, shape {shape}{missing}, [{_some(flat, value.size)}]"


def _some(items: Any, total: int) -> str:
    shown = [quoted(item) for item in islice(iter(items), 6)]
    return ", ".join([*shown, "…"] if total > len(shown) else shown)
