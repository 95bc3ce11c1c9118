"""What a step did to the variables, found by comparing with its checkpoint."""

from __future__ import annotations

import types
from collections.abc import Iterable
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
    found = _sorted_out(changed.names(namespace, among=full.bindings), namespace, changed)
    values = {name: (changed.bindings.get(name, namespace[name]), namespace[name]) for name in found.changed}
    before = _tables_before(full)
    changes: dict[tuple[int, int], TableChange | None] = {}
    for name in found.changed:
        old, new = values[name]
        key = id(old), id(new)
        changes[key] = changes[key] if key in changes else _table(name, before.get(id(old), old), new)
    tables = (_named(name, changes[id(values[name][0]), id(values[name][1])]) for name in found.changed)
    return replace(found, tables=tuple(table for table in tables if table is not None), outside=outside)


def names_of(namespace: dict[str, Any], changed: Checkpoint) -> Effects:
    """Only which variables code made, changed and deleted, found without a look into them.

    ``changed``: the part of the checkpoint from before it that is no longer so. A variable that only holds what was
    changed, as a list does its elements, is not among them.
    """
    things = changed.things
    inside = (name for name, value in list(namespace.items()) if things and id(value) in things)
    return _sorted_out({*changed.bindings, *inside}, namespace, changed)


def _sorted_out(names: Iterable[str], namespace: dict[str, Any], changed: Checkpoint) -> Effects:
    """Which of those variables are new, other or gone."""
    names = sorted(filter(public, names))
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
