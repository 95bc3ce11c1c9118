"""One call that the user's program made, as it is looked at, and what is noted of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """What was seen while a program ran. ``against``: it speaks against the result."""

    text: str
    against: bool = True


@dataclass(slots=True)
class Memory:
    """What earlier calls of a step made and later ones use; only the last few of each, so that little is kept alive."""

    ordered: list[tuple[Any, Any]] = field(default_factory=list)
    """Indexes of sorted tables, each with what they are sorted by in that order."""
    partial: list[tuple[Any, str]] = field(default_factory=list)
    """Indexes of groups that leave rows out, each with what is to be said of their total."""
    masks: list[tuple[Any, str]] = field(default_factory=list)
    """Truth values of a comparison with a partly missing column, each with what is to be said of it."""

    def keep(self, kept: list[Any], item: Any) -> None:
        """Add ``item`` to one of the lists."""
        kept.append(item)
        del kept[:-8]


@dataclass(slots=True)
class Call:
    """A call: its arguments, the object itself first, and what it came to."""

    name: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]
    result: Any
    namespace: Mapping[str, Any]
    memory: Memory

    @property
    def owner(self) -> Any:
        """The object whose method was called; for a function its first argument."""
        return self.arguments[0] if self.arguments else next(iter(self.options.values()), None)

    def argument(self, place: int, name: str, default: Any = None) -> Any:
        """The argument at ``place``, the object itself being at 0, or called ``name``."""
        return self.arguments[place] if len(self.arguments) > place else self.options.get(name, default)

    def source(self, column: Any) -> tuple[str, Any]:
        """The user's column that ``column`` is, or is rows of, and how it is written: "t['a']"; else itself."""
        name = getattr(column, "name", None)
        for key, table in list(self.namespace.items()):
            if not key.startswith("_") and _has(table, column):
                return f"{key}[{name!r}]", table[name]
        return "column", column

    def made_of(self, column: Any) -> str:
        """How the user's column is written that ``column`` is or was made of: of that name, and with the same rows."""
        found, own = self.source(column)
        if own is not column or found != "column" or not isinstance(column.name, str):
            return found
        for key, table in list(self.namespace.items()):
            named = not key.startswith("_") and column.name in getattr(table, "columns", ())
            if named and table.index.equals(column.index):
                return f"{key}[{column.name!r}]"
        return found

    def is_of_another(self, column: Any, table: Any) -> bool:
        """Whether ``column`` has the rows of another table than ``table``: both are numbered through, to different
        ends, and no table of the user's with as many rows as ``column`` is what ``table`` was made of.
        """
        indexes = (column.index, table.index)
        numbered = all(type(index).__name__ == "RangeIndex" and index.name is None for index in indexes)
        if not numbered or len(column) == len(table):
            return False
        names = {*getattr(table, "columns", [getattr(table, "name", None)])} - {None}
        whole = (value for key, value in list(self.namespace.items()) if not key.startswith("_"))
        return not any(
            hasattr(value, "columns") and len(value) == len(column) and names <= {*value.columns} for value in whole
        )

    def variable(self, thing: Any, otherwise: str = "the table") -> str:
        """The user's name for ``thing`` in backquotes."""
        names = (name for name, value in self.namespace.items() if value is thing and not name.startswith("_"))
        found = next(names, None)
        return f"`{found}`" if found else otherwise


def _has(table: Any, column: Any) -> bool:
    """Whether ``table`` has a column of the name of ``column``, of the same kind and with what it begins with."""
    name = getattr(column, "name", None)
    if name is None or not hasattr(table, "iloc") or name not in getattr(table, "columns", ()):
        return False
    own = table[name]
    return bool(own.ndim == 1 and own.dtype == column.dtype and column.head().isin(own).all())


Look = Callable[[Call], Iterator[Note]]


def column_name(column: Any, otherwise: str = "the column") -> str:
    """A column's name in backquotes."""
    name = getattr(column, "name", None)
    return otherwise if name is None else f"`{name}`"


def many(count: int, noun: str = "row") -> str:
    """ "1 row", "2 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
