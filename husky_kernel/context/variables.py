"""What the models are told about the user's variables: those that a question is about, in a few lines.

Column names and values are data, and may hold anything: they are always quoted, on one line and cut, so that none can
pass for a line of the prompt. Secrets are left out: what is called like one is told by its type alone.
"""

from __future__ import annotations

import inspect
import re
import time
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from husky_kernel.context.calendar import asked_parts, asked_span
from husky_kernel.context.databases import described, is_database
from husky_kernel.context.joins import asked_joins
from husky_kernel.context.ranking import Ranked, is_about, rank, told_in_full
from husky_kernel.context.tables import describe_table, glance, is_table, quoted
from husky_kernel.sight import amounts_asked, keys
from husky_kernel.tools.patience import within
from husky_kernel.tools.values import kind, plain
from husky_kernel.trust.names import hides, is_secret
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor

INSERTED = 2000
"""Characters of a value that ``{name}`` puts into a question."""

PATIENCE = 5.0
"""Seconds that the objects of a question may take to show themselves, all together."""

FULL = 3
"""So many tables are told in full."""

LINKED = 6
"""So many tables are looked at for keys that they share, and so many keys are told."""

CHARACTERS_PER_TOKEN = 4

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
) -> str:
    """The block about variables for ``question``, of at most about ``budget`` tokens; empty if none is meant.

    Told are the tables that share most with the question, a few in full and the others by name and columns, and other
    variables whose name is a word of the question. ``skip``: tables that earlier runs made, told only if they are
    named; ``recent``: variables that the conversation is about, None where there was none.

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
    full = told_in_full(ranked, FULL)
    names = [*full, *named]
    lines, room = _lines(names, namespace, question, budget * CHARACTERS_PER_TOKEN - len("Variables:"), end)
    near = {one.name: namespace[one.name] for one in ranked[:LINKED]}
    others = [_glance(one.name, namespace[one.name], end) for one in ranked if one.name not in full]
    others += _keys(question, near) if len(ranked) > 1 else []
    others += _parts(question, {name: namespace[name] for name in full})
    others += _sums(question, near)
    for line in others:
        if len(line) < room:
            lines.append(line)
            room -= len(line) + 1
    return Redactor(namespace).text("\n".join(["Variables:", *lines])) if lines else ""


def _keys(question: str, tables: Mapping[str, Any]) -> list[str]:
    """How tables hang together: the keys that they share, by the values that are found, and the join to make."""
    known = {name: table for name, table in tables.items() if hasattr(table, "iloc")}
    try:
        found = keys(known)[:LINKED]
        joins = list(asked_joins(question, known, found))
    except Exception:  # a table that does not let itself be looked at
        return []
    told = (f"{link.table}[{quoted(link.column)}] = {link.other}[{quoted(link.key)}]" for link in found)
    lines = [f"Keys: {', '.join(told)}"] if found else []
    return [*lines, *(f"Join: {join}" for join in joins[:1])]


def _parts(question: str, tables: Mapping[str, Any]) -> list[str]:
    """The parts of dates that the question speaks of."""
    try:
        return [
            f"Part: {part}" for asked in (asked_parts, asked_span) for part in asked(question, tables, list(tables))
        ]
    except Exception:  # a table that does not let itself be looked at
        return []


def _sums(question: str, tables: Mapping[str, Any]) -> list[str]:
    """The amounts that the question asks for by "how many", each once."""
    try:
        found = {amount.noun: amount for amount in reversed(amounts_asked(question, tables))}
    except Exception:  # a table that does not let itself be looked at
        return []
    return [f"Sum: how many {noun} is the sum of {table}[{quoted(column)}]" for noun, table, column in found.values()]


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
