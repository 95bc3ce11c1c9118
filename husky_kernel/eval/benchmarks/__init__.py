"""The benchmarks, and how their questions are read."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.gsm8k import WordProblem
from husky_kernel.eval.question import Question
from husky_kernel.eval.wikisql import TableQuestion


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A set: how a record is read, the reference's step limit, and where the records come from."""

    name: str
    read: Callable[[int, Mapping[str, Any]], Question]
    max_steps: int
    source: str


BENCHMARKS: Mapping[str, Benchmark] = {
    "gsm8k": Benchmark("gsm8k", WordProblem.from_record, 10, "https://github.com/openai/grade-school-math"),
    "wikisql": Benchmark("wikisql", TableQuestion.from_record, 5, "https://github.com/salesforce/WikiSQL"),
}


def read_questions(name: str, data: Path, limit: int | None = None, seed: int | None = None) -> list[Question]:
    """``limit`` usable questions of a JSON-lines file, gzipped or not: the first, or drawn with ``seed``.

    Raises
    ------
    UseError
        If there is no such set or file, or a line is no record of that set.
    """
    if name not in BENCHMARKS:
        raise UseError(f"there is no set {name!r}: choose from {', '.join(BENCHMARKS)}")
    found: list[Question] = []
    for number, line in enumerate(_lines(data)):
        try:
            question = BENCHMARKS[name].read(number, json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise UseError(f"{data}, line {number + 1}: not a record of {name}: {error}") from error
        if getattr(question, "usable", True):
            found.append(question)
        if seed is None and limit is not None and len(found) >= limit:
            break
    if seed is not None and limit is not None and limit < len(found):
        found = random.Random(seed).sample(found, limit)
    return found


def _lines(path: Path) -> Iterator[str]:
    try:
        with cast(Any, gzip.open(path, "rt") if path.suffix == ".gz" else path.open()) as file:
            yield from (line for line in file if line.strip())
    except OSError as error:
        raise UseError(f"cannot read {path}: {error.strerror or error}") from error
