"""The catalogue: the shipped ``models.toml`` with the user's own laid over it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.config import config_dir
from husky_kernel.models.entry import ROLES, ModelEntry, entry_from

FILE = "models.toml"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models by name, and all teams: for each role the name of the model that plays it."""

    models: Mapping[str, ModelEntry]
    teams: Mapping[str, Mapping[str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that can be asked for, models first."""
        return (*self.models, *self.teams)

    def model(self, name: str) -> ModelEntry:
        """The entry called ``name``; UseError with the near and the known names if there is none."""
        if name in self.models:
            return self.models[name]
        raise unknown_model(name, self.models)


def unknown_model(name: str, known: Iterable[str]) -> UseError:
    """The error for a name that is in no catalogue."""
    names = list(known)
    near = difflib.get_close_matches(name.lower(), names, n=2, cutoff=0.5)
    hint = f" did you mean {' or '.join(near)}?" if near else ""
    return UseError(f"unknown model {name!r}:{hint} there are {', '.join(names)}; or give a path to a .gguf file")


def load_catalogue(user_file: Path | None = None) -> Catalogue:
    """The shipped catalogue, with ``user_file`` (default: ``models.toml`` in the user's config folder) laid over it.

    A user's table of a known model changes the keys it names and leaves the others.

    Raises
    ------
    UseError
        If the user's file cannot be read or says something that is not allowed.
    """
    shipped = tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    path = user_file or config_dir() / FILE
    own = _read(path)
    models = _tables(shipped, "models", FILE)
    for name, table in _tables(own, "models", str(path)).items():
        models[name] = models.get(name, {}) | table
    entries = {name: entry_from(name, table, f"{path}: models.{name}") for name, table in models.items()}
    teams = _tables(shipped, "teams", FILE) | _tables(own, "teams", str(path))
    for name, members in teams.items():
        _check_team(f"{path}: teams.{name}", members)
    return Catalogue(entries, teams)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UseError(f"cannot read {path}: {error}") from error
    unknown = sorted(values.keys() - {"models", "teams"})
    if unknown:
        raise UseError(f"{path}: unknown key {', '.join(unknown)}; there are models and teams")
    return values


def _tables(values: Mapping[str, Any], key: str, where: str) -> dict[str, dict[str, Any]]:
    tables = values.get(key, {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise UseError(f"{where}: {key} must hold tables, such as [{key}.my-name]")
    return dict(tables)


def _check_team(where: str, members: Mapping[str, Any]) -> None:
    if members.keys() != set(ROLES):
        raise UseError(f"{where} must name a model for each of {', '.join(ROLES)} and nothing else")
    if not all(isinstance(model, str) for model in members.values()):
        raise UseError(f"{where}: each model must be a name in quotes")
