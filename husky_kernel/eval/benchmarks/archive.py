"""Tables that stand in files beside a data file: a folder, or a ``.tar.gz`` of one."""

from __future__ import annotations

import tarfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from husky_kernel.agent.errors import UseError


def find_tables(data: Path, tables: Path | None, *names: str) -> Path:
    """Where the tables of a data file are: the option if one is given, else the first of ``names`` beside the file.

    Raises
    ------
    UseError
        If they are in neither place.
    """
    if tables is not None:
        if not tables.exists():
            raise UseError(f"there are no tables at {tables}: --tables wants a folder or a .tar.gz")
        return tables
    for name in names:
        if (place := data.parent / name).exists():
            return place
    raise UseError(f"the tables of {data.name} are missing: put {names[0]} beside it or say where with --tables")


def read_table(place: Path, name: str) -> bytes:
    """One file of a folder or archive.

    Raises
    ------
    UseError
        If it is not there.
    """
    if not place.is_dir():
        found = _archived(place).get(name)
        if found is None:
            raise UseError(f"{place} holds no {name}")
        return found
    file = (place / name).resolve()
    if not file.is_relative_to(place.resolve()) or not file.is_file():
        raise UseError(f"there is no {name} in {place}")
    return file.read_bytes()


@cache
def _archived(place: Path) -> Mapping[str, bytes]:
    """All files of an archive by name: one that is packed cannot be read from the middle."""
    try:
        with tarfile.open(place) as archive:
            return {
                member.name.removeprefix("./"): file.read()
                for member in archive
                if member.isfile() and (file := archive.extractfile(member)) is not None
            }
    except (OSError, EOFError, tarfile.TarError) as error:
        raise UseError(f"{place} cannot be read as an archive of tables: {error}") from error
