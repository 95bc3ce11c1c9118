"""The index file: SQLite with FTS5, read through a fresh read-only connection, rewritten only as a whole.

A change is made on a copy under a file lock, and the copy then takes the old file's place: a reader sees the old index
or the new one, and a change that breaks off leaves the old one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import encodable
from husky_kernel.agent.private import make_private
from husky_kernel.tools.search_backends.base import SearchError
from husky_kernel.tools.search_backends.words import name_key, tokens

SCHEMA = 1
LOCK_SECONDS = 600

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT, location TEXT, licence TEXT, added TEXT,
    note TEXT);
CREATE TABLE passages (id INTEGER PRIMARY KEY, source INTEGER, title TEXT, text TEXT, kind TEXT, what TEXT, place TEXT,
    weight REAL);
CREATE INDEX passages_source ON passages (source);
CREATE INDEX passages_kind ON passages (kind);
CREATE TABLE names (key TEXT, passage INTEGER, role TEXT);
CREATE INDEX names_key ON names (key);
CREATE INDEX names_passage ON names (passage);
CREATE TABLE facts (passage INTEGER, ask TEXT, text TEXT, number REAL);
CREATE INDEX facts_passage ON facts (passage);
CREATE VIRTUAL TABLE fts USING fts5 (title, body, tokenize = 'porter unicode61');
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a row says: what question asks for it, the sentence, and the number to rank by."""

    ask: str
    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that can be found. ``names`` are (name, role) pairs that lead to it outright.

    Roles: ``title`` (any name of a row), ``code`` (one in capitals only), the ask whose value the name is, or
    ``article`` for a text. A row of a fact table has ``facts`` and a ``kind``; ``weight`` orders rows of one name, the
    greater first.
    """

    title: str
    text: str
    place: str = ""
    kind: str = ""
    what: str = ""
    names: tuple[tuple[str, str], ...] = ()
    facts: tuple[Fact, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """A collection in the index. ``kind`` is ``facts``, ``corpus`` or ``folder``; ``note`` says what was left out."""

    name: str
    kind: str
    location: str
    licence: str = ""
    note: str = ""
    added: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    passages: int = 0


class NotWritable(SearchError):
    """The index's folder is read-only, say, or the disk is full."""


@contextmanager
def reading(index: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection of its own, so that any thread may read.

    Raises
    ------
    SearchError
        If the file is not a readable index.
    """
    try:
        with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise SearchError(
            f"the search index {index} cannot be read ({error}): delete the file, it is built anew, "
            "then add your folders again"
        ) from error


@contextmanager
def rewriting(index: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the index to change, or an empty one; on leaving without an exception it becomes the index."""
    _need_fts5()
    try:
        index.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(f"{index}.lock", timeout=LOCK_SECONDS):
            draft = index.with_name(f"{index.name}.draft")
            draft.unlink(missing_ok=True)
            make_private(draft)  # the texts of folders that nobody else may read
            with closing(sqlite3.connect(draft)) as connection:
                _begin(connection, index)
                yield connection
                connection.commit()
                connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
                connection.commit()
            os.replace(draft, index)
    except (OSError, sqlite3.Error) as error:
        raise NotWritable(f"the search index {index} cannot be written: {error}") from error


def _begin(connection: sqlite3.Connection, index: Path) -> None:
    """Fill a new file with the old index, if it has today's schema, else with empty tables."""
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    if schema(index) == SCHEMA:
        with reading(index) as old:
            old.backup(connection)
        return
    connection.executescript(_TABLES)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def schema(index: Path) -> int:
    """The schema that an index file was written with, 0 where there is none."""
    if not index.exists():
        return 0
    with reading(index) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def put(connection: sqlite3.Connection, source: Source, passages: Iterable[Passage]) -> int:
    """Write a source and its passages in place of what it held before; the number of passages."""
    drop(connection, source.name)
    row = (source.name, source.kind, source.location, source.licence, source.added, source.note)
    statement = "INSERT INTO sources (name, kind, location, licence, added, note) VALUES (?, ?, ?, ?, ?, ?)"
    source_id = connection.execute(statement, row).lastrowid
    count = 0
    for count, passage in enumerate(passages, start=1):  # noqa: B007
        _insert(connection, source_id, passage)
    return count


def _insert(connection: sqlite3.Connection, source_id: int | None, passage: Passage) -> None:
    title, text, what, place = map(encodable, (passage.title, passage.text, passage.what, passage.place))
    row = (source_id, title, text, passage.kind, what, place, passage.weight)
    statement = "INSERT INTO passages (source, title, text, kind, what, place, weight) VALUES (?, ?, ?, ?, ?, ?, ?)"
    number = connection.execute(statement, row).lastrowid
    connection.execute(
        "INSERT INTO fts (rowid, title, body) VALUES (?, ?, ?)",
        (number, " ".join(tokens(title)), " ".join(tokens(f"{what} {text}"))),
    )
    names = {(name_key(name), role) for name, role in passage.names}
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", [(key, number, role) for key, role in names if key])
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?, ?, ?)", [(number, fact.ask, fact.text, fact.number) for fact in passage.facts]
    )


def drop(connection: sqlite3.Connection, name: str) -> bool:
    """Take a source and all it holds out; False where there is none of that name."""
    row = connection.execute("SELECT id FROM sources WHERE name = ?", (name,)).fetchone()
    if row is None:
        return False
    held = "SELECT id FROM passages WHERE source = ?"
    for table, column in (("names", "passage"), ("facts", "passage"), ("fts", "rowid")):
        connection.execute(f"DELETE FROM {table} WHERE {column} IN ({held})", row)
    connection.execute("DELETE FROM passages WHERE source = ?", row)
    connection.execute("DELETE FROM sources WHERE id = ?", row)
    return True


def sources(connection: sqlite3.Connection) -> list[Source]:
    """Everything the index holds, in the order it was added."""
    rows = connection.execute(
        "SELECT s.name, s.kind, s.location, s.licence, s.note, s.added, count(p.id) FROM sources s "
        "LEFT JOIN passages p ON p.source = s.id GROUP BY s.id ORDER BY s.id"
    )
    return [Source(*row) for row in rows]


def _need_fts5() -> None:
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
    except sqlite3.OperationalError as error:
        raise UseError(
            "this Python's sqlite3 has no full-text search (FTS5), which offline search needs: "
            "use a Python from python.org or conda-forge, or choose another search backend"
        ) from error
