"""The secrets that variables hold, by the names that they stand behind: in dicts, lists, tables and objects, too."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from husky_kernel.trust.names import is_secret, strength

ITEMS = 200
"""Entries of a dict, a list or a column that are looked at."""

DEPTH = 4
"""So deep dicts and lists are looked into."""


def held_secrets(named: Iterable[tuple[object, object]]) -> Iterator[str]:
    """The texts among ``named`` values that are secrets, and those within them."""
    for name, value in named:
        with suppress(Exception):  # of the user's own objects: one that cannot be looked at tells nothing
            yield from list(_secrets(name, value, DEPTH))


def _secrets(name: object, value: object, depth: int) -> Iterator[str]:
    kind = type(value)
    if kind.__name__ == "SecretStr" and hasattr(value, "get_secret_value"):  # pydantic's
        value, name = value.get_secret_value(), "secret"
    if is_secret(name, value):
        yield bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | bytearray) else str(value)
    elif depth and not isinstance(value, str | bytes | int | float):
        for inner, item in _inside(name, value):
            yield from _secrets(inner, item, depth - 1)


def _inside(name: object, value: Any) -> Iterator[tuple[object, object]]:
    """What ``value`` holds, each under its own name, or under the whole's where it has none."""
    kind = type(value)
    if kind is dict:
        entries = list(islice(list(value.items()), 5 * ITEMS))
        own = any(isinstance(key, str) and strength(key) for key, _ in entries)
        under = isinstance(name, str) and strength(name) == "sure" and not own
        yield from (((name if under and isinstance(item, str) else key), item) for key, item in entries)
    elif isinstance(value, tuple) and isinstance(names := getattr(value, "_fields", None), tuple):
        yield from zip(names, value, strict=False)
        yield from ((name, item) for item in value)
    elif kind in (list, tuple, set, frozenset):
        yield from ((name, item) for item in islice(list(value), ITEMS))
    elif kind.__module__ == "__main__" and isinstance(getattr(value, "__dict__", None), dict):
        yield from islice(list(vars(value).items()), ITEMS)
    else:
        yield from _of_table(name, value)


def _of_table(name: object, value: Any) -> Iterator[tuple[object, object]]:
    """Columns, index and items of pandas and polars; nothing of what is none of these."""
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        for place, column in enumerate(value.columns):
            if isinstance(column, str) and strength(column):
                yield column, value.iloc[:ITEMS, place].tolist()
        yield from _of_index(value.index)
    elif pandas is not None and isinstance(value, pandas.Series):
        yield (value.name if isinstance(value.name, str) and strength(value.name) else name), value.head(ITEMS).tolist()
        yield from _of_index(value.index)
    elif pandas is not None and isinstance(value, pandas.Index):
        yield name, value[:ITEMS].tolist()
        yield from _of_index(value)
    elif polars is not None and isinstance(value, polars.DataFrame):
        yield from ((column, value[column].head(ITEMS).to_list()) for column in value.columns if strength(column))
    elif polars is not None and isinstance(value, polars.Series):
        yield (value.name if strength(value.name) else name), value.head(ITEMS).to_list()


def _of_index(index: Any) -> Iterator[tuple[object, object]]:
    for level, name in enumerate(index.names):
        if isinstance(name, str) and strength(name):
            yield name, index[:ITEMS].get_level_values(level).tolist()


def public(namespace: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    """The user's own variables."""
    for name, value in list(namespace.items()):
        if isinstance(name, str) and not name.startswith("_") and name not in ("In", "Out"):
            yield name, value
