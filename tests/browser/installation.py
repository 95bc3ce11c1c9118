"""What `pip install 'husky-kernel[lab]'` puts in place for Jupyter, read from the checkout's own `pyproject.toml`."""

from __future__ import annotations

import importlib.metadata
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LABEXTENSIONS = Path("share", "jupyter", "labextensions")


def install(prefix: Path) -> None:
    """Put there what our wheel and everything it asks for bring; nothing that is here only for development."""
    ours = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for source, target in ours.items():
        path = prefix / target
        path.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, path, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, path)
    for name, folder in labextensions().items():
        (prefix / LABEXTENSIONS / name).parent.mkdir(exist_ok=True)
        (prefix / LABEXTENSIONS / name).symlink_to(folder)


def labextensions() -> dict[str, Path]:
    """Names and folders of the extensions of JupyterLab that come with what we ask for."""
    found = {}
    for package in sorted(packages()):
        for file in importlib.metadata.files(package) or ():
            _, here, below = file.as_posix().partition("share/jupyter/labextensions/")
            if here and file.name == "package.json":
                found[below.removesuffix("/package.json")] = Path(str(file.locate())).resolve().parent
    return found


def packages() -> set[str]:
    """Everything that is asked for, by us with the extra ``lab`` and then by one another."""
    project = PROJECT["project"]
    seen: set[str] = set()
    _follow(map(Requirement, [*project["dependencies"], *project["optional-dependencies"]["lab"]]), {""}, seen)
    return {text.partition("[")[0] for text in seen}


def _follow(requirements: Iterable[Requirement], extras: set[str], seen: set[str]) -> None:
    for one in _wanted(requirements, extras):
        name = f"{one.name.lower().replace('_', '-')}[{','.join(sorted(one.extras))}]"
        if name in seen:
            continue
        seen.add(name)
        _follow(map(Requirement, importlib.metadata.requires(one.name) or ()), {"", *one.extras}, seen)


def _wanted(requirements: Iterable[Requirement], extras: set[str]) -> Iterator[Requirement]:
    for one in requirements:
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras):
            yield one
