"""The cookbooks that people added: folders of their own, kept in a list in the user's data folder."""

from __future__ import annotations

import json
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.config import data_dir
from husky_kernel.cookbook.book import load
from husky_kernel.cookbook.recipe import Recipe

FILE = "cookbooks.json"


def shelf_file() -> Path:
    """Where the list is kept."""
    return data_dir() / FILE


def folders() -> tuple[Path, ...]:
    """The folders in the order in which they were added.

    Raises
    ------
    UseError
        If the list cannot be read.
    """
    file = shelf_file()
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise UseError(f"{file} cannot be read: {error}; delete it, and add your cookbooks anew") from error
    if not (isinstance(kept, list) and all(isinstance(folder, str) for folder in kept)):
        raise UseError(f"{file} is no list of folders: delete it, and add your cookbooks anew")
    return tuple(map(Path, kept))


def add(folder: str | Path) -> int:
    """Take the recipes of ``folder`` from now on; returns how many there are.

    Raises
    ------
    UseError
        If it is no cookbook; the message names the file and the entry.
    """
    path = Path(folder).expanduser().resolve()
    recipes = load(path)
    _keep([*(each for each in folders() if each != path), path])
    return len(recipes)


def drop(folder: str | Path) -> None:
    """Take them no more; the folder itself stays.

    Raises
    ------
    UseError
        If it was not added.
    """
    path = Path(folder).expanduser().resolve()
    kept = folders()
    if path not in kept:
        known = ", ".join(map(str, kept)) or "none"
        raise UseError(f"{path} is no cookbook that was added: there are {known}")
    _keep([each for each in kept if each != path])


def listed() -> str:
    """A line for each cookbook, with how many recipes it has; that which is shipped first."""
    own = [f"{len(load(folder))} recipes of {folder}" for folder in folders()]
    return "\n".join([f"{len(load())} recipes that come with husky", *own])


def added() -> tuple[Recipe, ...]:
    """All recipes that people added.

    Raises
    ------
    UseError
        If a folder is gone, or an entry is wrong by now.
    """
    recipes: list[Recipe] = []
    for folder in folders():
        try:
            recipes += load(folder)
        except UseError as error:
            raise UseError(f"{error} (mend it, or leave it out: husky cookbook drop {folder})") from error
    return tuple(recipes)


def _keep(kept: list[Path]) -> None:
    file = shelf_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([str(folder) for folder in kept], indent=1), encoding="utf-8")
