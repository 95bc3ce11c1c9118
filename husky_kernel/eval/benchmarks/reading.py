"""The questions of a data file."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.question import Question


def questions_of(
    benchmark: Benchmark, data: Path, limit: int | None, seed: int | None = None, tables: Path | None = None
) -> list[Question]:
    """The first ``limit`` usable questions of a file, or as many of them shuffled by ``seed``.

    Raises
    ------
    UseError
        If the file cannot be read, a line is no record of that set, or tables are missing.
    """
    read = benchmark.reader(data, tables)
    found: list[Question] = []
    for number, record in _records(data, benchmark.name):
        try:
            question = read(number, record)
        except (ValueError, KeyError, TypeError) as error:
            raise _no_record(data, number, benchmark.name, error) from error
        if getattr(question, "usable", True):
            found.append(question)
        if seed is None and limit is not None and len(found) >= limit:
            return found
    if seed is not None:
        random.Random(seed).shuffle(found)
    return found[:limit]


def _records(path: Path, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = _lines(path)
    first = next(lines, None)
    if first is None:
        raise UseError(f"{path} is empty: it should hold the records of {name}, one a line")
    if first.lstrip().startswith("["):
        yield from enumerate(_array(path, first + "".join(lines)))
        return
    for number, line in enumerate((first, *lines)):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise _no_record(path, number, name, error) from error
        yield number, record


def _array(path: Path, text: str) -> list[Any]:
    try:
        return cast("list[Any]", json.loads(text))
    except ValueError as error:
        raise UseError(f"{path} is no JSON array, though it begins like one: {error}") from error


def _no_record(path: Path, number: int, name: str, error: Exception) -> UseError:
    why = f"there is no {error}" if isinstance(error, KeyError) else str(error)
    return UseError(f"{path}, line {number + 1}: not a record of {name}: {why}")


def _lines(path: Path) -> Iterator[str]:
    try:
        with cast(
            Any, gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
        ) as f:
            yield from (line for line in f if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UseError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from error
