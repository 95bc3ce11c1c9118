"""Tables with a column that counts what the table is named for: ``visits`` with a row a day and a ``count``."""

from __future__ import annotations

from collections.abc import Iterator

from husky_kernel.context.looked import Looked
from husky_kernel.context.ranking import deed, spoken, stem
from husky_kernel.sight import Amount, tallies


def asked_tallies(question: str, looked: Looked) -> Iterator[Amount]:
    """The tallies of what the question speaks of: of downloads, or of what was downloaded."""
    words = {*map(deed, spoken(question))}
    for name in looked.tables:
        if deed(stem(name)) in words:
            yield from tallies(name, looked.tables)
