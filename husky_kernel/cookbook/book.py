"""Reads a cookbook: a folder of TOML files, each a list of ``[[recipe]]``.

An entry has the keys of :class:`~husky_kernel.cookbook.recipe.Recipe`; its ``after`` names the question of an entry
above it in the same file, the nearest of that wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.cookbook.recipe import Before, Recipe

SHIPPED = Path(__file__).parent / "recipes"


def load(folder: str | Path | None = None) -> tuple[Recipe, ...]:
    """All recipes of ``folder``, or the shipped ones; the same object until a file changes.

    Raises
    ------
    UseError
        If there is no such folder, no file in it, or an entry is wrong: the message names the file and the entry.
    """
    where = Path(folder) if folder is not None else SHIPPED
    files = sorted(where.glob("*.toml"))
    if not files:
        raise UseError(f"no cookbook in {where}: it needs a folder with files *.toml, each a list of [[recipe]]")
    return _read(tuple((file, (state := file.stat()).st_mtime_ns, state.st_size) for file in files))


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int, int], ...]) -> tuple[Recipe, ...]:
    return tuple(recipe for file, _, _ in files for recipe in _recipes(file))


def _recipes(file: Path) -> Iterator[Recipe]:
    above: dict[str, Before] = {}
    for place, entry in enumerate(_entries(file), start=1):
        try:
            recipe = _recipe(entry, above)
        except ValueError as error:
            raise UseError(f"{file}: recipe {place} {error}") from None
        above[recipe.ask] = Before(recipe.ask, recipe.program)
        yield recipe


def _recipe(entry: Any, above: dict[str, Before]) -> Recipe:
    if not isinstance(entry, dict):
        raise ValueError("is no table of keys")
    before = entry.get("after")
    if before is not None and before not in above:
        raise ValueError(f"comes after {before!r}, which no recipe above it asks")
    return Recipe.from_entry(entry, above[before] if before is not None else None)


def _entries(file: Path) -> list[Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UseError(f"{file} cannot be read: {error}") from None
    entries = content.pop("recipe", None)
    if content or not isinstance(entries, list):
        raise UseError(f"{file}: it needs a list of [[recipe]] and nothing else")
    return entries
