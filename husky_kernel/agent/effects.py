"""What a step did to the world: variables, tables, and what lies outside the namespace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table before and after a step.

    ``rows`` and ``nulls`` (missing values in all columns) are counts before and after, ``dtypes`` the old and new type
    of columns that are in both. ``cells`` counts the cells that differ, among rows and columns that are in both; None
    where the rows cannot be matched or are too many to compare.
    """

    name: str
    rows: tuple[int, int]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    dtypes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    nulls: tuple[int, int] = (0, 0)
    cells: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "name": self.name,
            "rows": list(self.rows),
            "added": list(self.added),
            "removed": list(self.removed),
            "dtypes": {column: list(types) for column, types in self.dtypes.items()},
            "nulls": list(self.nulls),
            "cells": self.cells,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TableChange:
        """Inverse of :meth:`to_json`."""
        return cls(
            name=data["name"],
            rows=_pair(data["rows"]),
            added=tuple(data.get("added") or ()),
            removed=tuple(data.get("removed") or ()),
            dtypes={column: _pair(types) for column, types in (data.get("dtypes") or {}).items()},
            nulls=_pair(data.get("nulls") or (0, 0)),
            cells=data.get("cells"),
        )


@dataclass(frozen=True, slots=True)
class Effects:
    """What a step did; false where it did nothing.

    ``created``, ``changed`` and ``deleted`` are public names. ``outside`` are short texts of what cannot be undone
    ("wrote out.csv"), ``uncopied`` of what the step could touch and could not be copied ("gen: a generator").
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    tables: tuple[TableChange, ...] = ()
    outside: tuple[str, ...] = ()
    uncopied: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.created, self.changed, self.deleted, self.tables, self.outside, self.uncopied))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "created": list(self.created),
            "changed": list(self.changed),
            "deleted": list(self.deleted),
            "tables": [table.to_json() for table in self.tables],
            "outside": list(self.outside),
            "uncopied": list(self.uncopied),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Effects:
        """Inverse of :meth:`to_json`."""
        names = ("created", "changed", "deleted", "outside", "uncopied")
        tables = tuple(TableChange.from_json(table) for table in data.get("tables") or ())
        return cls(tables=tables, **{name: tuple(data.get(name) or ()) for name in names})


def _pair(values: Any) -> tuple[Any, Any]:
    first, second = values
    return first, second
