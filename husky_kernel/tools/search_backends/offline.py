"""The default backend: the index on this machine. No question leaves it."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from husky_kernel.tools.search_backends import store
from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.entities import described_rows, holds, mentions, named_rows
from husky_kernel.tools.search_backends.library import ensure
from husky_kernel.tools.search_backends.passages import matching_passages
from husky_kernel.tools.search_backends.superlatives import ranked_rows
from husky_kernel.tools.search_backends.words import read_query


class OfflineBackend:
    """Searches the index file, which is built when it is first needed.

    A row of a fact table answers if the query names it, or asks for the most of a kind; texts of corpora and of the
    user's folders answer by the words they share with the query.
    """

    name = "offline"

    def __init__(self, index: Path) -> None:
        self.index = Path(index)

    def search(self, query: str, limit: int = 8) -> list[Hit]:
        """Best hits for ``query``; exact rows first. Raises SearchError if the index cannot be built or read."""
        index = self._ready()
        read = read_query(query)
        if not read.words:
            return []
        with store.reading(index) as connection:
            rows = ranked_rows(connection, read) or named_rows(connection, read, mentions(connection, read))
            rows = rows or described_rows(connection, read)
            articles = {number for mention in mentions(connection, read, articles=True) for number in mention.roles}
            texts = matching_passages(connection, read, articles, limit)
        return sorted([*rows, *texts], key=lambda hit: -hit.score)[:limit]

    def holds(self, question: str) -> bool:
        """Whether the shipped tables have what ``question`` asks of something that it names. Raises SearchError."""
        with store.reading(self._ready()) as connection:
            return holds(connection, read_query(question))

    def _ready(self) -> Path:
        """The index, up to date; where it cannot be written, as it is, or one of this process's own with the facts."""
        try:
            ensure(self.index)
        except store.NotWritable:
            if store.schema(self.index) == store.SCHEMA:
                return self.index
            own = Path(_own_folder(), self.index.name)
            ensure(own)
            return own
        return self.index


@cache
def _own_folder() -> str:
    """A private folder that goes with the process."""
    folder = TemporaryDirectory(prefix="husky-search-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name
