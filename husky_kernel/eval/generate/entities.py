"""What questions can be about: the rows of the shipped fact tables, and how their names are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.generate.data import load
from husky_kernel.tools.search_backends.facts import fact_passages
from husky_kernel.tools.search_backends.store import Passage


@dataclass(frozen=True, slots=True)
class Entity:
    """A row. ``label`` is its name in a question, ``search`` in a query; ``numbers`` the index's own, by fact."""

    title: str
    kind: str
    what: str
    label: str
    search: str
    numbers: Mapping[str, float] = field(hash=False)

    @property
    def key(self) -> str:
        """Kind and name, which no two rows share."""
        return f"{self.kind}:{self.title}"


def entities() -> tuple[Entity, ...]:
    """Every row that a question may be about."""
    names = load("names")
    return tuple(_entity(row, names) for row in fact_passages() if row.title not in names["left_out"])


def known_kinds(kinds: Collection[str]) -> Collection[str]:
    """The same kinds. Raises UseError for one that no row has."""
    known = sorted({entity.kind for entity in entities()})
    for kind in kinds:
        if kind not in known:
            raise UseError(f"nothing is of the kind {kind!r}: choose from {', '.join(known)}")
    return kinds


def _entity(row: Passage, names: Mapping[str, Any]) -> Entity:
    key = f"{row.kind}:{row.title}"
    numbers = {fact.ask: fact.number for fact in row.facts if fact.number is not None}
    search = names["search"].get(key, row.title)
    return Entity(row.title, row.kind, row.what, names["label"].get(key) or _label(row, names), search, numbers)


def _label(row: Passage, names: Mapping[str, Any]) -> str:
    if row.kind in names["lower_kinds"]:
        return row.title.lower()
    takes = row.title in names["article"] or row.kind in names["article_kinds"]
    return f"the {row.title}" if takes and row.title not in names["no_article"] else row.title
