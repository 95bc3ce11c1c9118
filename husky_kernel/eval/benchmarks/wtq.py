"""WikiTableQuestions as questions about a DataFrame (Pasupat and Liang 2015, arXiv 1508.00305; CC BY-SA 4.0).

A record is ``{"id": "nt-7", "utterance": "...", "context": "csv/203-csv/570.csv", "targetValue": "A|B"}``; the tables
stand beside the data file as the folder ``csv`` or in ``wtq_csv.tar.gz``, or where ``--tables`` says. The table is
the variable ``df``. Worked example: "how many races did he win?" over a table of results -> 4. Solved: the denotation
is that of the target; an answer in a sentence may give a number or words as in the other sets. The official
denotation accuracy takes the place of the reference's metric, which has no such set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from husky_kernel.eval.benchmarks.archive import find_tables, read_table
from husky_kernel.eval.benchmarks.asked import spoken
from husky_kernel.eval.benchmarks.benchmark import Benchmark, Read
from husky_kernel.eval.benchmarks.frame import wikitable
from husky_kernel.eval.metrics.denotation import same_denotation, value_of
from husky_kernel.eval.metrics.statement import stated, without_emphasis
from husky_kernel.eval.metrics.words import gives_words, statements

FRAME = "df"


@dataclass(frozen=True, slots=True)
class WikiTableQuestion:
    """One question, the place of its table, and the items of the answer."""

    index: int
    question: str
    targets: tuple[str, ...]
    tables: Path
    context: str

    @property
    def answer(self) -> str:
        """The items, with ``|`` between them."""
        return "|".join(self.targets)

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """The table, as the only variable."""
        return ({FRAME: wikitable(read_table(self.tables, self.context))},)

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether the cells, or what the text gives, are the items of the target."""
        if cells and same_denotation(map(_plain, cells), self.targets):
            return True
        said = spoken(text, cells)
        if said is None:
            return False
        if len(self.targets) == 1:
            target = value_of(self.targets[0])[0]
            whole = any(same_denotation([one], self.targets) for one in _said(said))
            return whole or gives_words(said, target, self.question)
        return any(same_denotation(items, self.targets) for items in _listed(said, self.targets))

    def solved_as_reference(self, text: str | None) -> bool:
        """The official rule on the text: all of it, or its parts where the target has several items."""
        if text is None:
            return False
        items = [text] if len(self.targets) == 1 else re.split(r"\s*(?:\||\t|\n|, )\s*", text)
        return same_denotation(items, self.targets)


def _plain(cell: Any) -> Any:
    """A number in a cell of text, such as "5 years", stays text; a date keeps its day only."""
    return (
        re.sub(r" 00:00:00$", "", cell if isinstance(cell, str) else str(cell)) if not isinstance(cell, bool) else cell
    )


def _said(text: str) -> Iterator[str]:
    """What a text may be giving as its one item."""
    for statement in statements(without_emphasis(text)):
        yield statement
        yield statement.removesuffix(".")


def _listed(text: str, targets: Sequence[str]) -> list[list[str]]:
    """The ways in which a text may list items: with ``|``, lines, or commas and "and" that are in no target."""
    text = without_emphasis(stated(text, cut=False) or text).strip().removesuffix(".")
    text = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    ways = [r"\s*\|\s*", r"\s*\n\s*"]
    if not any(", " in target for target in targets):
        ways.append(r"\s*,\s+and\s+|\s*,\s+|\s+and\s+")
        ways.append(r"\s*,\s+")
    return [[item.strip("'\" -*") for item in re.split(way, text) if item.strip("'\" -*")] for way in ways]


def beside(data: Path, tables: Path | None) -> Read:
    """What reads the records of a data file whose tables are where they should be."""
    place = find_tables(data, tables, "wtq_csv.tar.gz", "csv")
    if place.name == "csv" and place.is_dir():
        place = place.parent  # the records say csv/203-csv/570.csv

    def read(index: int, record: Mapping[str, Any]) -> WikiTableQuestion:
        return _question(index, record, place)

    return read


def _question(index: int, record: Mapping[str, Any], place: Path) -> WikiTableQuestion:
    targets = tuple(item.replace("\\p", "|").replace("\\n", "\n") for item in str(record["targetValue"]).split("|"))
    return WikiTableQuestion(index, str(record["utterance"]), targets, place, str(record["context"]))


def read(index: int, record: Mapping[str, Any]) -> WikiTableQuestion:
    """Read one record, its table in the working folder."""
    return _question(index, record, Path())


WTQ = Benchmark("wtq", read, "cells", beside=beside)
