"""The option ``--table NAME=FILE``: its text, and the DataFrames it names."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from husky_kernel.agent.errors import UseError

if TYPE_CHECKING:
    from pandas import DataFrame

_ENDINGS = re.compile(r"(?i)(\.(gz|zip|csv|tsv|txt|xlsx?|xlsm|xlsb|ods|jsonl?|ndjson|parquet|feather|sqlite3?|db))+$")


def read_tables(options: Iterable[str]) -> Mapping[str, DataFrame]:
    """DataFrames by name, from texts ``NAME=FILE`` or ``FILE``; what was found in each file goes to standard error.

    The tables of a file with several are called ``NAME_sheet``, and by their own names where no name is given.

    Raises
    ------
    UseError
        If a name is not one or is given twice, or a file cannot be read.
    """
    from husky_kernel.files import read

    asked = [split_option(option) for option in options]
    names = [name or name_of(file) for name, file in asked]
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice:
        raise UseError(f"--table: there are two tables called {twice}: give each its own name")
    tables: dict[str, DataFrame] = {}
    for given, (name, file) in zip(names, asked, strict=True):
        read_one = read(file)
        frames = read_one if isinstance(read_one, dict) else {"": read_one}
        for part, frame in frames.items():
            wanted = name_of(Path(part)) if part and not name else f"{given}_{_letters(part)}" if part else given
            if wanted in tables:
                raise UseError(f"--table {file}: there are two tables called {wanted}: write NAME={file}")
            tables[wanted] = frame
    return tables


def split_option(option: str) -> tuple[str, Path]:
    """Name (or nothing) and file of one option; UseError if the name cannot be a variable or the file is not there."""
    name, equals, file = option.partition("=")
    if not equals or (not name.isidentifier() and Path(option).expanduser().is_file()):
        name, file = "", option
    if not file or (equals and not name and file != option):
        raise UseError(f"--table {option}: write it as --table NAME=FILE, such as --table sales=sales.csv")
    if name and (not name.isidentifier() or keyword.iskeyword(name)):
        raise UseError(f"--table {option}: {name!r} cannot be the name of a variable: use letters, digits and _")
    path = Path(file).expanduser()
    if not path.is_file():
        raise UseError(f"--table {option}: there is no file {file}")
    return name, path


def name_of(file: Path) -> str:
    """The name of a variable from that of a file: ``my sales-2024.csv.gz`` becomes ``my_sales_2024``."""
    name = _letters(_ENDINGS.sub("", file.name))
    return f"table_{name}" if not name or name[0].isdigit() or keyword.iskeyword(name) else name


def _letters(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_")
