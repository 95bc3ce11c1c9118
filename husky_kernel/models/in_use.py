"""Which adapters are on: for each model or team, by role, in ``cache_dir()/adapters/in_use.json``.

Each role has a list, the last of it is on: so a switch can be taken back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.models.adapters import adapters_dir, find_adapter
from husky_kernel.models.checked import disk_errors

FILE = "in_use.json"

Table = dict[str, dict[str, list[str]]]
"""Model or team, role, names of adapters; an empty name stands for none."""


def in_use(model: str) -> dict[str, str]:
    """The adapters that are on for ``model``, by role. Those that are not here any more are left out."""
    last = {role: names[-1] for role, names in _read().get(model, {}).items() if names}
    return {role: name for role, name in last.items() if name and _there(name)}


def switch(model: str, role: str, name: str) -> None:
    """Let ``model`` use the adapter ``name`` in ``role`` from now on, or none if that is empty."""

    def append(table: Table) -> None:
        names = table.setdefault(model, {}).setdefault(role, [])
        if (names[-1] if names else "") != name:
            names.append(name)

    _change(append)


def switch_back(model: str, role: str) -> tuple[str, str]:
    """Take the last switch back. Returns the adapter that was on and the one that is now, empty for none.

    Raises
    ------
    UseError
        If there is nothing to take back.
    """
    done: list[str] = []

    def pop(table: Table) -> None:
        names = table.get(model, {}).get(role, [])
        if names:
            done.extend((names.pop(), names[-1] if names else ""))

    _change(pop)
    if not done:
        raise UseError(f"nothing to undo: {model} uses no adapter for {role}")
    return done[0], done[1]


def forget(name: str) -> None:
    """The adapter ``name`` is gone: no model uses it, and none can go back to it."""

    def drop(table: Table) -> None:
        for roles in table.values():
            for role, names in roles.items():
                roles[role] = [one for one in names if one != name]

    _change(drop)


def _there(name: str) -> bool:
    try:
        find_adapter(name)
    except UseError:
        return False
    return True


def _file() -> Path:
    return adapters_dir() / FILE


def _read() -> Table:
    try:
        data = json.loads(_file().read_text(encoding="utf-8"))
        return {str(m): {str(r): [str(n) for n in names] for r, names in rs.items()} for m, rs in data.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UseError(f"cannot read {_file()}: {error}; delete it to use no adapters") from error


def _change(change: Callable[[Table], None]) -> None:
    from filelock import FileLock

    with disk_errors(adapters_dir()):
        adapters_dir().mkdir(parents=True, exist_ok=True)
        with FileLock(f"{_file()}.lock"):
            table = _read()
            change(table)
            new = _file().with_suffix(".new")
            new.write_text(json.dumps(table, indent=1), encoding="utf-8")
            os.replace(new, _file())
