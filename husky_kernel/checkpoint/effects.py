"""What a step did to the variables, found by comparing with its checkpoint."""

from __future__ import annotations

import types
from dataclasses import replace
from typing import Any

from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.checkpoint.checkpoint import MISSING, Checkpoint
from husky_kernel.checkpoint.differences import compare, is_table
from husky_kernel.checkpoint.names import public
from husky_kernel.checkpoint.tables import Frames, PolarsTables


def effects(namespace: dict[str, Any], full: Checkpoint, changed: Checkpoint, outside: tuple[str, ...]) -> Effects:
    """The effects of a step.

    Parameters
    ----------
    full
        The checkpoint from before the step.
    changed
        The part of it that is no longer so.
    outside
        What happened besides, in words.
    """
    names = sorted(name for name in changed.names(namespace, among=full.bindings) if public(name))
    values = {name: (changed.bindings.get(name, namespace.get(name, MISSING)), namespace.get(name)) for name in names}
    created = [name for name in names if values[name][0] is MISSING]
    deleted = [name for name in names if name not in namespace]
    other = [name for name in names if name in namespace and name not in created]
    before = _tables_before(full)
    changes: dict[tuple[int, int], TableChange | None] = {}
    for name in other:
        old, new = values[name]
        key = id(old), id(new)
        changes[key] = changes[key] if key in changes else _table(name, before.get(id(old), old), new)
    tables = (_named(name, changes[id(values[name][0]), id(values[name][1])]) for name in other)
    return Effects(
        created=tuple(name for name in created if type(namespace.get(name)) is not types.ModuleType),
        changed=tuple(other),
        deleted=tuple(deleted),
        tables=tuple(table for table in tables if table is not None),
        outside=outside,
        uncopied=full.uncopied,
    )


def names_of(namespace: dict[str, Any], changed: Checkpoint) -> Effects:
    """Only which variables code made, changed and deleted, found without a look into them.

    ``changed``: the part of the checkpoint from before it that is no longer so. A variable that only holds what was
    changed, as a list does its elements, is not among them.
    """
    things = changed.things
    inside = (name for name, value in list(namespace.items()) if things and id(value) in things)
    names = sorted(name for name in {*changed.bindings, *inside} if public(name))
    made = [name for name in names if changed.bindings.get(name) is MISSING]
    return Effects(
        created=tuple(name for name in made if type(namespace.get(name)) is not types.ModuleType),
        changed=tuple(name for name in names if name not in made and name in namespace),
        deleted=tuple(name for name in names if name not in made and name not in namespace),
        uncopied=changed.uncopied,
    )


def _tables_before(full: Checkpoint) -> dict[int, Any]:
    """The copies of tables by the id of the live one."""
    found: dict[int, Any] = {}
    for saved in full.saved:
        if isinstance(saved.kind, Frames | PolarsTables):
            copies = [copy[0] if isinstance(saved.kind, Frames) else copy for copy in saved.copies]
            found.update(zip(map(id, saved.things), copies, strict=True))
    return found


def _named(name: str, change: TableChange | None) -> TableChange | None:
    """The change of a table that has several names, under one of them."""
    return change and replace(change, name=name)


def _table(name: str, old: Any, new: Any) -> TableChange | None:
    return compare(name, old, new) if is_table(old) and is_table(new) and type(old) is type(new) else None
