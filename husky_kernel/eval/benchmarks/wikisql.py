"""WikiSQL as questions about a DataFrame (Zhong et al. 2017, arXiv 1709.00103; BSD-3).

A record gives a question, the columns with a few known values, and the query (select, agg, where), not the table's
rows. So the table is filled: known values and made-up others, rows that meet the conditions and rows that miss one.
Two fills from different seeds make a test: a program that is right by accident on one is not on the other. Worked
example: "How many golds for the nation with 14 total?" with ``total`` and ``gold`` -> the gold of the row whose total
is 14. Solved means right on both fills: the answer on the first, and the same program run again on the second.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from husky_kernel.eval.benchmarks.benchmark import Benchmark
from husky_kernel.eval.metrics.numbers import Number, read_numbers, same_number, written
from husky_kernel.eval.metrics.statement import stated

if TYPE_CHECKING:
    import pandas as pd

FRAME = "df"
ROWS = 14
TRIES = 12
"""Fills that are looked at for one with another result than the first."""

_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "iris", "juniper", "kestrel", "lark")


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """One question with the query that answers it."""

    index: int
    question: str
    columns: Mapping[str, Sequence[str]]
    select: str
    agg: str
    where: tuple[tuple[str, str, str], ...]

    @classmethod
    def from_record(cls, index: int, record: Mapping[str, Any]) -> TableQuestion:
        """Read one record."""
        where = tuple((str(c), str(o), str(v)) for c, o, v in record["where"])
        return cls(index, record["question"], record["columns"], record["select"], record["agg"], where)

    def namespaces(self) -> tuple[dict[str, Any], ...]:
        """The two fills, each as the only variable of a namespace."""
        return tuple({FRAME: self.frame(seed)} for seed in self._seeds())

    def frame(self, seed: int) -> pd.DataFrame:
        """The table filled with rows; the same for the same seed."""
        import pandas as pd

        rng = random.Random(f"{self.index}/{seed}")
        hits = 1 if not self.agg else rng.randint(2, 4)
        rows = [self._row(rng, meets=i < hits) for i in range(ROWS)]
        rng.shuffle(rows)
        return pd.DataFrame(rows, columns=list(self.columns))

    def gold(self, fill: int) -> list[Any]:
        """What the query gives on a fill: the selected values, or one aggregate."""
        return self._result(self._seeds()[fill])

    def _seeds(self) -> tuple[int, int]:
        """Of the two fills: the second one is the first whose result is another one, if there is any."""
        first = self._result(1)
        return 1, next((seed for seed in range(2, 2 + TRIES) if not _all_same(self._result(seed), first)), 2)

    def _result(self, seed: int) -> list[Any]:
        rows = self.frame(seed).to_dict("records")
        values = [
            row[self.select] for row in rows if all(_holds(row[c], o, self._typed(c, v)) for c, o, v in self.where)
        ]
        match self.agg:
            case "COUNT":
                return [len(values)]
            case "MAX" | "MIN":
                return [max(values) if self.agg == "MAX" else min(values)]
            case "SUM" | "AVG":
                return [sum(values) / (len(values) if self.agg == "AVG" else 1)]
        return values

    @property
    def answer(self) -> str:
        """The query's result on the first fill."""
        return ", ".join(map(str, self.gold(0)))

    def solved(self, fill: int, text: str | None, cells: Sequence[Any] | None = None) -> bool:
        """Whether an answer is the query's result on a fill.

        A program's ``cells`` must be exactly the gold values, each as often as it is one, in any order; a ``text`` must
        name every one of them, and no other number or value of the column.
        """
        gold = self.gold(fill)
        if cells is not None and not (len(cells) == 1 and isinstance(cells[0], str)):
            return _all_same(gold, cells)
        said = str(cells[0]) if cells else text or ""
        said = stated(said) or said
        return all(_named(item, said) for item in gold) and not self._names_more(said, gold, fill)

    def _names_more(self, said: str, gold: Sequence[Any], fill: int) -> bool:
        """Whether a text names a number or a value of the column that is neither gold nor in the question."""
        asked = f"{self.question} {' '.join(map(str, gold))}"
        if any(isinstance(item, str) for item in gold):
            column = self.frame(self._seeds()[fill])[self.select]
            return any(_named(str(cell), said) and not _named(str(cell), asked) for cell in column)
        known = read_numbers(asked)
        return any(not any(same_number(found, one) for one in known) for found in read_numbers(said))

    def solved_as_reference(self, text: str | None) -> bool:
        """The reference has no such set: as a text on the first fill is judged here."""
        return self.solved(0, text)

    @property
    def usable(self) -> bool:
        """Whether the fills make sense of the query: it finds something on both, and not the same by accident."""
        try:
            golds = [self.gold(fill) for fill in (0, 1)]
        except (TypeError, ValueError, KeyError, ZeroDivisionError):
            return False
        return all(golds) and not _all_same(*golds)

    def _numeric(self, column: str) -> bool:
        """Whether the column holds numbers: it is added up or compared, or all that is known of it reads as numbers."""
        used = [v for c, _, v in self.where if c == column]
        known = [*self.columns.get(column, ()), *used]
        readable = all(_NUMERIC.fullmatch(v) for v in known)
        needed = (column == self.select and self.agg in ("SUM", "AVG", "MAX", "MIN")) or any(
            c == column and o in "<>" for c, o, _ in self.where
        )
        return readable and (needed or bool(known))

    def _typed(self, column: str, text: str) -> Any:
        if not self._numeric(column):
            return text
        number = float(text.replace(",", ""))
        return int(number) if number.is_integer() else number

    def _row(self, rng: random.Random, meets: bool) -> dict[str, Any]:
        row = {column: self._cell(rng, column) for column in self.columns}
        broken = None if meets or not self.where else rng.choice(self.where)
        for condition in self.where:
            column, op, text = condition
            row[column] = self._fitting(rng, column, op, text, holds=condition is not broken)
        return row

    def _fitting(self, rng: random.Random, column: str, op: str, text: str, holds: bool) -> Any:
        """A cell that meets a condition, or misses it."""
        bound = self._typed(column, text)
        if not isinstance(bound, str):
            step = rng.randint(1, 9)
            shift = {"=": 0, "<": -step, ">": step}[op] if holds else {"=": step, "<": step, ">": -step}[op]
            return bound + shift
        if holds:
            return bound
        others = [v for v in self.columns.get(column, ()) if v.casefold() != bound.casefold()]
        return rng.choice(others) if others and rng.random() < 0.5 else self._word(rng)

    def _cell(self, rng: random.Random, column: str) -> Any:
        known = self.columns[column]
        if self._numeric(column) or (not known and column == self.select and self.agg in ("SUM", "AVG", "MAX", "MIN")):
            return self._typed(column, rng.choice(known)) + rng.randint(0, 40) if known else rng.randint(1, 400)
        return rng.choice(known) if known and column != self.select and rng.random() < 0.4 else self._word(rng)

    def _word(self, rng: random.Random) -> str:
        return f"{rng.choice(_WORDS)} {rng.choice(_WORDS)} {rng.randint(2, 99)}"


_NUMERIC = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def _holds(cell: Any, op: str, value: Any) -> bool:
    return bool(cell == value if op == "=" else cell < value if op == "<" else cell > value)


def _all_same(items: Sequence[Any], cells: Sequence[Any]) -> bool:
    """Whether two lists hold the same values, each as often, in any order."""
    left = list(cells)
    for item in items:
        place = next((at for at, cell in enumerate(left) if _same(item, cell)), None)
        if place is None:
            return False
        del left[place]
    return not left


def _same(item: Any, cell: Any) -> bool:
    if isinstance(item, str):
        return _plain(item) == _plain(cell)
    one, other = _read(cell), _read(item)
    return one is not None and other is not None and same_number(one, other)


def _named(item: Any, text: str) -> bool:
    if isinstance(item, str):
        return f" {_plain(item)} " in f" {_plain(text)} "
    meant = _read(item)
    return meant is not None and any(same_number(number, meant) for number in read_numbers(text))


def _read(cell: Any) -> Number | None:
    """A cell as a number; None if it is none."""
    try:
        return written(repr(float(cell)).removesuffix(".0")) if math.isfinite(float(cell)) else None
    except (TypeError, ValueError):
        return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", str(text).casefold()))


WIKISQL = Benchmark("wikisql", TableQuestion.from_record, "cells")
