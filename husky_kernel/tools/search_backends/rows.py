"""Rows of fact tables, and the sentence they answer a query with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.store import Fact

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a fact table as it lies in the index. ``shipped``: from the package's own tables, not a corpus."""

    id: int
    title: str
    kind: str
    what: str
    place: str
    weight: float
    shipped: bool
    facts: tuple[Fact, ...]

    def asked(self, asks: Sequence[Sequence[str]]) -> tuple[Fact, ...]:
        """The facts that fill the slots of a query: of each slot the first alternative that the row has."""
        own = {fact.ask: fact for fact in self.facts}
        found = (next((own[ask] for ask in slot if ask in own), None) for slot in asks)
        return tuple(dict.fromkeys(fact for fact in found if fact is not None))

    def number(self, asks: Iterable[str]) -> float | None:
        """The number of the first of ``asks`` that the row has."""
        own = {fact.ask: fact.number for fact in self.facts}
        return next((own[ask] for ask in asks if own.get(ask) is not None), None)

    def hit(self, asks: Sequence[Sequence[str]], score: float, exact: bool = True, remark: str = "") -> Hit:
        """The row as a result: what was asked for, or everything; always with its label."""
        facts = self.asked(asks) or self.facts
        sentence = " ".join(fact.text for fact in facts)
        return Hit(self.title, f"{self.title}: {remark}{self.what}. {sentence}", self.place, score, exact)


def load_rows(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Row]:
    """Rows by their id; passages that are no rows are left out."""
    wanted = list(dict.fromkeys(ids))
    rows: dict[int, Row] = {}
    for start in range(0, len(wanted), _BATCH):
        rows.update(_load(connection, wanted[start : start + _BATCH]))
    return rows


def _load(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Row]:
    marks = ",".join("?" * len(ids))
    facts: dict[int, list[Fact]] = {}
    for passage, *fact in connection.execute(f"SELECT * FROM facts WHERE passage IN ({marks}) ORDER BY rowid", ids):
        facts.setdefault(passage, []).append(Fact(*fact))
    query = (
        "SELECT p.id, p.title, p.kind, p.what, p.place, p.weight, s.kind = 'facts' FROM passages p "
        f"JOIN sources s ON s.id = p.source WHERE p.kind != '' AND p.id IN ({marks})"
    )
    return {
        number: Row(number, title, kind, what, place, weight, bool(shipped), tuple(facts.get(number, ())))
        for number, title, kind, what, place, weight, shipped in connection.execute(query, ids)
    }
