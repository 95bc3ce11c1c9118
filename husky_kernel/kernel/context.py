"""What the models are told about the user's variables: those that a question names, in a few lines within a budget.

Column names and values are data, and may hold anything: they are always quoted, on one line and cut, so that none can
pass for a line of the prompt. Secrets are left out: what is called like one is told by its type alone.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from husky_kernel.kernel.tables import describe_table, is_table, quoted
from husky_kernel.tools.values import plain
from husky_kernel.trust.names import hides, is_secret
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor

INSERTED = 2000
"""Characters of a value that ``{name}`` puts into a question."""

FEW_TABLES = 2
"""So many tables are described even if the question names none of them: it is about them most often."""

CHARACTERS_PER_TOKEN = 4

_SKIPPED = {"In", "Out", "exit", "quit", "get_ipython", "open"}
_COMMON = {"a", "an", "i", "the", "total", "average", "mean", "sum", "count", "number", "result", "answer", "value"}
_COMMON |= {"values", "rows", "max", "min", "data"}
"""Words of any question: a variable of that name, often left by an earlier step, is meant only in `backquotes`."""
_BRACES = re.compile(r"(?<!\{)\{([^\W\d]\w*)\}(?!\})")
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
        return redactor.text(plain(namespace[name], INSERTED))

    return _BRACES.sub(value_of, question)


def describe(question: str, namespace: Mapping[str, Any], budget: int) -> str:
    """The block about variables for ``question``, of at most about ``budget`` tokens; empty if none is meant.

    Described are variables whose name is a word of the question; if it names none and there are only one or two
    tables, these.
    """
    question = _BRACES.sub(" ", question)
    names = _named(question, namespace) or _few_tables(namespace)
    room = budget * CHARACTERS_PER_TOKEN - len("Variables:")
    lines: list[str] = []
    for left, name in zip(range(len(names), 0, -1), names, strict=True):
        line = _one(name, namespace[name], question, room // left)
        if len(line) < room:
            lines.append(line)
            room -= len(line) + 1
    return Redactor(namespace).text("\n".join(["Variables:", *lines])) if lines else ""


def _named(question: str, namespace: Mapping[str, Any]) -> list[str]:
    """Variables that the question names, in its order, tables first: they need the room."""
    sure = set(_QUOTED.findall(question))
    found = []
    for word in dict.fromkeys(_WORD.findall(question)):
        if word in sure or word.casefold() not in _COMMON or _is_tabular(word, namespace):
            found += [name for name in _spelt(word, namespace) if _is_public(name, namespace[name])]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda name: not is_table(namespace[name]))


def _is_tabular(word: str, namespace: Mapping[str, Any]) -> bool:
    return word in namespace and is_table(namespace[word])


def _spelt(word: str, namespace: Mapping[str, Any]) -> Iterator[str]:
    """The variable of that name; tables also where only their case differs."""
    if word in namespace:
        yield word
        return
    yield from (name for name in namespace if name.casefold() == word.casefold() and is_table(namespace[name]))


def _few_tables(namespace: Mapping[str, Any]) -> list[str]:
    tables = [name for name, value in namespace.items() if _is_public(name, value) and is_table(value)]
    return tables if len(tables) <= FEW_TABLES else []


def _is_public(name: str, value: object) -> bool:
    return not name.startswith("_") and name not in _SKIPPED and not inspect.ismodule(value) and value is not None


def _one(name: str, value: object, question: str, room: int) -> str:
    """One variable; by its type alone if it does not let itself be looked at."""
    try:
        if is_secret(name, value):
            return f"{name}: {type(value).__name__}"
        if is_table(value):
            return describe_table(name, value, question, room)
        return f"{name}: {_brief(value)}"
    except Exception:
        return f"{name}: {type(value).__name__}"


def _brief(value: Any) -> str:
    kind = type(value).__name__
    if isinstance(value, str):
        return (
            f"str, {quoted(value)}" if len(value) < 200 else f"str of {len(value):,} characters, {quoted(value, 100)}"
        )
    if isinstance(value, bool | int | float | complex):
        return f"{kind}, {plain(value, 60)}"
    if isinstance(value, Mapping):
        items = ", ".join(f"{quoted(key)}: {_entry(key, item)}" for key, item in islice(value.items(), 5))
        return f"{kind} of {len(value):,}, {{{items}{', …' if len(value) > 5 else ''}}}"
    if isinstance(value, Sequence | set | frozenset):
        return f"{kind} of {len(value):,}, [{_some(value, len(value))}]"
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return _array(value)
    if inspect.isroutine(value):
        return f"function {' '.join(str(inspect.signature(value)).split())[:100]}"
    return kind if inspect.isclass(value) else f"{kind}, {quoted(plain(value, 80))}"


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
