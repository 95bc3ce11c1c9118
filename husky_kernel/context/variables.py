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
from typing import Any, NamedTuple

from husky_kernel.agent.answers.reading import Reading
from husky_kernel.context.asked import BEGIN, LINKED, READ, asked_of, links_of
from husky_kernel.context.ranking import COLUMN, Ranked, is_about, rank, told_in_full
from husky_kernel.context.sources import Source, sources_of
from husky_kernel.context.tables import describe_table, glance, is_table, quoted
from husky_kernel.libraries.databases import described, is_database
from husky_kernel.sight import Link, expected
from husky_kernel.tools.guards.patience import within
from husky_kernel.tools.output.values import kind, plain
from husky_kernel.trust.names import hides, is_secret
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor

INSERTED = 2000
"""Characters of a value that ``{name}`` puts into a question."""

PATIENCE = 5.0
"""Seconds that the objects of a question may take to show themselves, all together."""

FULL = 3
"""So many tables are told in full."""

CHARACTERS_PER_TOKEN = 4

NONE: Mapping[str, Source] = {}

RESERVED = 100
"""Characters that tables leave to each other variable that is named."""

_SKIPPED = {"In", "Out", "exit", "quit", "get_ipython", "open"}
_COMMON = {"a", "an", "i", "the", "total", "average", "mean", "sum", "count", "number", "result", "answer", "value"}
_COMMON |= {"values", "rows", "max", "min", "data"}
"""Words of any question: a variable of that name, often left by an earlier step, is meant only in `backquotes`."""
_BRACES = re.compile(r"(?<!\{)\{([^\W\d]\w*)\}(?!\})")
_LOOSE = re.compile(r"(?<![\w{}^\\])\{([^\W\d]\w*)\}(?!\})")
_WORD = re.compile(r"[^\W\d]\w*")
_SQL = re.compile(r"\bsql\b", re.IGNORECASE)
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


class Description(NamedTuple):
    """The block about variables, how words of the question were read in it, and the tool that the data ask for."""

    text: str = ""
    readings: tuple[Reading, ...] = ()
    tool: str = ""


def describe(question: str, namespace: Mapping[str, Any], budget: int) -> str:
    """The block about variables for ``question``, where nothing was asked before; see :func:`description`."""
    return description(question, namespace, budget).text


def description(
    question: str,
    namespace: Mapping[str, Any],
    budget: int,
    *,
    skip: Collection[str] = (),
    recent: Collection[str] | None = None,
    before: str = "",
) -> Description:
    """The block about variables for ``question``, of at most about ``budget`` tokens; empty if none is meant.

    Told are the tables that share most with the question, a few in full and the others by name and columns, and other
    variables whose name is a word of the question. ``skip``: tables that earlier runs made, told only if they are
    named; ``recent``: variables that the conversation is about, None where there was none; ``before``: the question
    that this one goes on from.

    Never raises, whatever the objects do; what takes too long is told by its type alone.
    """
    namespace = {name: value for name, value in namespace.items() if type(name) is str}
    end = time.monotonic() + PATIENCE
    sources = sources_of(namespace, skip)
    namespace |= {name: source.frame for name, source in sources.items()}
    skip = {*skip}.difference(sources)
    question = _BRACES.sub(" ", question)
    named = _named(question, namespace)
    tables = _tables(question, namespace, skip)
    none: list[Ranked] = []
    ranked = within(PATIENCE, lambda: rank(question, namespace, tables, recent or ()), none)
    if not (before or is_about(question, ranked, talked=recent is not None)):
        ranked = []
    meant, known = told_in_full(ranked, FULL), {one.name for one in ranked}
    near = {name: namespace[name] for name in _in_order({one.name for one in ranked[:LINKED]}, namespace)}
    # What is told of tables is in one order and the same for each question: the model has read it then already.
    full = _in_order(known if len(known) <= FULL else meant, namespace)
    room = budget * CHARACTERS_PER_TOKEN - len("Variables:")
    lines, left = _lines(full, namespace, question, room - RESERVED * len(named), end, sources)
    others = [
        _glance(name, namespace[name], end, sources.get(name)) for name in _in_order(known.difference(full), namespace)
    ]
    links = links_of(near)
    others += _keys(links)
    room = left + RESERVED * len(named)
    lines, room = _added(others, lines, room)
    lines += _lines(named, namespace, question, room, end)[0]
    told, readings = asked_of(question, before, meant, near, links)
    if begun := set(_WORD.findall("\n".join(line for line in told if line.startswith(BEGIN)))):
        meant = [one.name for one in ranked if one.name in begun or one.named]
    own = _no_columns(named, near) if full and not any(one.named for one in ranked) else []
    told = [*told, *(f"Value: {name} is a variable of that name, no column" for name in own)]
    told += [f"Value: all of {name} together are pd.concat({name})" for name in own if _is_shelf(namespace[name])]
    meant = own or meant
    about = [f"About: {', '.join(meant)}"] if 0 < len(meant) < len(full) or own else []
    touched = [one.name for one in ranked if one.name in meant or one.name in begun or one.score >= COLUMN]
    asks = _asks_by_sql(question, [sources.get(name) for name in touched])
    lines += about if asks else [*about, *_reads(question, {*meant, *begun}, sources), *told]
    text = Redactor(namespace).text("\n".join(["Variables:", *lines])) if lines else ""
    return Description(text, readings, "sql" if asks else "")


def _asks_by_sql(question: str, meant: Sequence[Source | None]) -> bool:
    """Whether a question is answered by a query where its tables lie: they are large, or it speaks of SQL. What is to
    be drawn or changed is for a program.
    """
    asked = expected(question)
    if not meant or asked.chart or asked.change:
        return False
    return any(source and source.large for source in meant) or bool(_SQL.search(question))


def _is_shelf(value: object) -> bool:
    """Whether it is a dict of nothing but tables."""
    return isinstance(value, dict) and len(value) > 0 and all(map(is_table, value.values()))


def _no_columns(names: Sequence[str], tables: Mapping[str, Any]) -> list[str]:
    """Those of ``names`` by which no column of a table is called."""
    columns = {str(column).casefold() for table in tables.values() for column in getattr(table, "columns", ())}
    return [name for name in names if name.casefold() not in columns]


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


def _keys(links: Sequence[Link]) -> list[str]:
    told = [" = ".join(link.ends) for link in links]
    return [f"Keys: {', '.join(told)}"] if told else []


def _reads(question: str, used: Collection[str], sources: Mapping[str, Source]) -> list[str]:
    """The lines that read the tables that are none of pandas; none where a question asks to change one."""
    taken = [source for name, source in sources.items() if name in used]
    return [] if expected(question).change else [f"{READ}: {source.line}" for source in taken]


def _lines(
    names: Sequence[str],
    namespace: Mapping[str, Any],
    question: str,
    room: int,
    end: float,
    sources: Mapping[str, Source] = NONE,
) -> tuple[list[str], int]:
    """A line a variable, and the characters that are left."""
    lines: list[str] = []
    for left, name in zip(range(len(names), 0, -1), names, strict=True):
        line = _one(name, namespace[name], question, room // left, end, sources.get(name))
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


def _one(name: str, value: object, question: str, room: int, end: float, source: Source | None = None) -> str:
    """One variable; by its type alone if it does not let itself be looked at in time."""
    alone = f"{name}: {kind(value)}"
    if is_secret(name, value):
        return alone
    if is_database(value):  # on this thread, as it may belong to it
        return described(name, value) or alone
    if is_table(value):
        return _until(end, lambda: describe_table(name, value, question, room, source), alone)
    return _until(end, lambda: f"{name}: {_brief(value)}", alone)


def _glance(name: str, value: object, end: float, source: Source | None) -> str:
    return _until(end, lambda: glance(name, value, source.kind if source else ""), f"{name}: {kind(value)}")


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
