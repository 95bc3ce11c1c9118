"""The fact tables that ship with the package, as passages."""

from __future__ import annotations

import csv
import hashlib
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from husky_kernel.tools.search_backends.store import SCHEMA, Fact, Passage, Source

SOURCE = Source("facts", "facts", "shipped with husky_kernel", "see husky_kernel/tools/facts/README.md")

_FOLDER = resources.files("husky_kernel.tools") / "facts"


class _Empty(Exception):
    """A template names a cell without a value."""


class _Cells(string.Formatter):
    """Formats cells of a CSV row: as they stand, or as numbers where the template has a format."""

    def format_field(self, value: str, format_spec: str) -> str:
        if value == "":
            raise _Empty
        return format(_number(value), format_spec) if format_spec else value


@cache
def fingerprint() -> str:
    """Changes whenever a table, its wording or the index's schema changes."""
    digest = hashlib.sha256(str(SCHEMA).encode())
    for file in sorted(_FOLDER.iterdir(), key=lambda file: file.name):
        if file.name.endswith((".csv", ".toml")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def fact_passages() -> Iterator[Passage]:
    """Every row of every table."""
    for table in tomllib.loads((_FOLDER / "tables.toml").read_text(encoding="utf-8"))["table"]:
        text = (_FOLDER / table["file"]).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield _passage(table, row)


def _passage(table: Mapping[str, Any], row: dict[str, str]) -> Passage:
    facts = tuple(_facts(table, row))
    populations = [fact.number or 0.0 for fact in facts if fact.ask == "population"]
    return Passage(
        title=row["name"],
        text=" ".join(fact.text for fact in facts),
        place=f"{table['source']} ({table['file']})",
        kind=row["kind"],
        what=_Cells().vformat(table["what"], (), row),
        names=tuple(_names(table, row)),
        facts=facts,
        weight=populations[0] if populations else 0.0,
    )


def _facts(table: Mapping[str, Any], row: Mapping[str, str]) -> Iterator[Fact]:
    """The facts of a row, the first wording that can be filled for each."""
    said: set[str] = set()
    for fact in table["fact"]:
        number = row[fact["number"]] if "number" in fact else ""
        try:
            text = _Cells().vformat(fact["text"], (), row)
        except _Empty:
            continue
        if fact["ask"] not in said:
            said.add(fact["ask"])
            yield Fact(fact["ask"], text.replace("..", "."), float(number) if number else None)


def _names(table: Mapping[str, Any], row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in [row["name"], *row["also"].split(";")]:
        yield name.removeprefix("="), "code" if name.startswith("=") else "title"
    for column in table.get("codes", ()):
        yield row[column], "code"
    for column, ask in table.get("values", {}).items():
        for value in row[column].split(";"):
            yield value, ask


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
