"""The option ``--csv NAME=FILE``: its text, and the DataFrame it names."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line

if TYPE_CHECKING:
    from pandas import DataFrame


def read_tables(options: Iterable[str]) -> Mapping[str, DataFrame]:
    """DataFrames by name, from texts ``NAME=FILE``.

    Raises
    ------
    UseError
        If a text has another form, a name is not one or is given twice, or a file cannot be read.
    """
    files: dict[str, Path] = {}
    for option in options:
        name, file = split_option(option)
        if name in files:
            raise UseError(f"--csv {option}: there are two tables called {name}: give each its own name")
        files[name] = file
    return {name: _read(file) for name, file in files.items()}


def split_option(option: str) -> tuple[str, Path]:
    """Name and file of one option; UseError if the name cannot be a variable or the file is not there."""
    name, equals, file = option.partition("=")
    if not equals or not name or not file:
        raise UseError(f"--csv {option}: write it as --csv NAME=FILE, such as --csv sales=sales.csv")
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UseError(f"--csv {option}: {name!r} cannot be the name of a variable: use letters, digits and _")
    path = Path(file).expanduser()
    if not path.is_file():
        raise UseError(f"--csv {option}: there is no file {file}")
    return name, path


def _read(file: Path) -> DataFrame:
    import pandas

    try:
        return pandas.read_csv(file)
    except Exception as error:  # whatever it is (encoding, quoting, a broken archive), it lies with the file
        raise UseError(f"{file} cannot be read as a CSV file: {one_line(str(error))}") from error
