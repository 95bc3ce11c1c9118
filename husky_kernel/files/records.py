"""JSON: a list of objects, an object of columns or of such lists, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd

from husky_kernel.files.encoding import decoded
from husky_kernel.files.frames import frame_of_records
from husky_kernel.files.options import Found, Options
from husky_kernel.files.source import Source


def read_json(source: Source, options: Options) -> Iterator[tuple[str, pd.DataFrame, Found]]:
    """The tables of a JSON file; their names are empty where there is but one.

    Raises
    ------
    UseError
        If it is not JSON (the message names the line), or holds no table.
    """
    text, encoding = decoded(source, options.encoding)
    if source.kind == "jsonl":
        yield _table("", _lines(source, text), options, [encoding, "JSON lines"])
        return
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        try:
            yield _table("", _lines(source, text), options, [encoding, "JSON lines"])
        except Exception:
            raise source.unreadable(error.msg, error.lineno) from error
        return
    tables = _tables(content)
    if not tables:
        raise source.unreadable("it holds no list of objects and no columns")
    for name, records in tables.items():
        told = [encoding, "JSON", f"list {name!r}" if name else ""]
        yield _table(name if len(tables) > 1 else "", records, options, told)


def _table(
    name: str, records: list[dict[str, Any]], options: Options, told: list[str]
) -> tuple[str, pd.DataFrame, Found]:
    flat = [dict(_flat(record)) for record in records]
    names = list(dict.fromkeys(key for record in flat for key in record))
    found = Found([part for part in told if part])
    return name, frame_of_records(names, [[row.get(key) for key in names] for row in flat], options, found), found


def _lines(source: Source, text: str) -> list[dict[str, Any]]:
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise source.unreadable(error.msg, number) from error
            if not isinstance(record, dict):
                raise source.unreadable("it is no JSON object", number)
            records.append(record)
    return records


def _tables(content: Any) -> dict[str, list[dict[str, Any]]]:
    """Lists of objects by their keys; the key is empty for the content itself."""
    if _is_records(content):
        return {"": content}
    if not isinstance(content, dict) or not content:
        return {}
    columns = list(content.values())
    if all(isinstance(column, list) for column in columns) and not any(map(_is_records, columns)):
        if len({len(column) for column in columns}) == 1:
            return {"": [dict(zip(content, row, strict=True)) for row in zip(*columns, strict=True)]}
        return {}
    if all(isinstance(column, dict) for column in columns):  # as pandas writes it: {"a": {"0": 1}}
        keys = dict.fromkeys(key for column in columns for key in column)
        return {"": [{name: column.get(key) for name, column in content.items()} for key in keys]}
    return {str(key): value for key, value in content.items() if _is_records(value)}


def _is_records(content: Any) -> bool:
    return isinstance(content, list) and bool(content) and all(isinstance(record, dict) for record in content)


def _flat(record: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """``{"a": {"b": 1}}`` becomes ``a.b``."""
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
