"""Tables with a column that counts what the table is named for: ``visits`` with a row a day and a ``count``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, spoken, stem
from husky_kernel.context.tables import quoted
from husky_kernel.sight import tallies


class Tally(NamedTuple):
    """``table[column]`` counts what ``noun`` names."""

    noun: str
    table: str
    column: str

    def told(self, name: str) -> str:
        """How it is added up, in the table ``name``."""
        return f"{self.noun} are counted in {name}[{quoted(self.column)}]: add it up"


def asked_tallies(question: str, looked: Looked) -> Iterator[Tally]:
    """The tallies of what the question speaks of: of downloads, or of what was downloaded."""
    words = {*map(deed, spoken(question))}
    for name in looked.tables:
        if deed(stem(name)) in words:
            for noun, table, column in tallies(name, looked.tables):
                yield Tally(noun, table, str(column))
