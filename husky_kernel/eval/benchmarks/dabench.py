"""InfiAgent-DABench: questions of data analysis on a CSV file (Hu et al. 2024, arXiv 2401.05507; data CC BY-NC 4.0).

Records as that project has them: questions ``{"id", "question", "concepts", "constraints", "format", "file_name"}``,
and labels ``{"id", "common_answers": [["mean_fare", "32.20"]]}`` in the same record or in ``da-dev-labels.jsonl``
beside the file; the CSV files in the folder ``da-dev-tables`` beside it, or where ``--tables`` says. The file is the
variable ``df``. Worked example: "What is the mean fare? Round to two places. Answer as @mean_fare[number]" ->
``@mean_fare[32.20]``. Solved: every named answer is there and equal, as number (1e-6, or rounded further than asked)
or as text; of a single answer the name may be missing. The project's own rule (equal texts, or numbers within 1e-6,
names needed) takes the place of the reference's metric, which has no such set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.benchmarks.archive import find_tables, read_table
from husky_kernel.eval.benchmarks.asked import spoken
from husky_kernel.eval.benchmarks.benchmark import Benchmark, Read
from husky_kernel.eval.metrics.numbers import gives_number, single_number
from husky_kernel.eval.metrics.words import exact_match, gives_words

FRAME = "df"
_NAMED = re.compile(r"@(\w+)\[(.*?)\]", re.S)


@dataclass(frozen=True, slots=True)
class AnalysisQuestion:
    """One question on a CSV file, and its named answers."""

    index: int
    question: str
    answers: tuple[tuple[str, str], ...]
    tables: Path
    file: str

    @property
    def answer(self) -> str:
        """All answers as the format asks for them."""
        return " ".join(f"@{name}[{value}]" for name, value in self.answers)

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """The file, as the only variable."""
        import io

        import pandas as pd

        return ({FRAME: pd.read_csv(io.BytesIO(read_table(self.tables, self.file)))},)

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether every named answer is given; as many cells as answers are the answers in their order."""
        said = dict(_NAMED.findall(text or ""))
        if said:
            return all(name in said and _same(said[name], value) for name, value in self.answers)
        if cells and len(cells) == len(self.answers) > 1:
            return all(_same(str(cell), value) for cell, (_, value) in zip(cells, self.answers, strict=True))
        whole = spoken(text, cells)
        if len(self.answers) > 1 or whole is None:
            return False
        value = self.answers[0][1]
        return gives_number(whole, value) if single_number(value) else gives_words(whole, value, self.question)

    def solved_as_reference(self, text: str | None) -> bool:
        """The project's own rule."""
        said = dict(re.findall(r"@(\w+)\[(.*?)\]", text or ""))
        return all(name in said and _equal(said[name], value) for name, value in self.answers)


def _same(said: str, value: str) -> bool:
    one, other = single_number(said), single_number(value)
    if one is not None and other is not None:
        return gives_number(said, value)
    return exact_match(said, value) and ("-" in said) == ("-" in value)


def _equal(said: str, value: str) -> bool:
    try:
        return said == value or abs(float(said) - float(value)) < 1e-6
    except ValueError:
        return False


@cache
def _labels(data: Path) -> Mapping[Any, Any]:
    """The labels in the file beside the questions, by the question's id; none if there is no such file."""
    file = data.with_name(data.name.replace("questions", "labels"))
    if file == data or not file.exists():
        return {}
    try:
        records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {record["id"]: record["common_answers"] for record in records}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UseError(f"{file} does not hold the labels of {data.name}: {error}") from error


def beside(data: Path, tables: Path | None) -> Read:
    """What reads the records of a data file whose tables, and labels, are where they should be."""
    place = find_tables(data, tables, "da-dev-tables", "dabench_tables.tar.gz")

    def read(index: int, record: Mapping[str, Any]) -> AnalysisQuestion:
        labels = record.get("common_answers") or _labels(data).get(record["id"])
        if not labels:
            raise ValueError(f"there are no common_answers for question {record['id']}, here or in a labels file")
        return _question(index, record, labels, place)

    return read


def _question(index: int, record: Mapping[str, Any], labels: Any, place: Path) -> AnalysisQuestion:
    parts = (record["question"], record.get("constraints"), record.get("format"))
    question = "\n".join(str(part).strip() for part in parts if part)
    answers = tuple((str(name), str(value)) for name, value in labels)
    return AnalysisQuestion(int(record.get("id", index)), question, answers, place, str(record["file_name"]))


def read(index: int, record: Mapping[str, Any]) -> AnalysisQuestion:
    """Read one record that holds its labels, its file in the working folder."""
    return _question(index, record, record["common_answers"], Path())


DABENCH = Benchmark(
    "dabench", read, "cells", "Answer in the form @name[value], one for each value asked for.", beside=beside
)
