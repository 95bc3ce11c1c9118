"""What the offline index holds: the shipped facts always, corpora and the user's folders as they are added."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import encodable
from husky_kernel.tools.search_backends import store
from husky_kernel.tools.search_backends.base import SearchError
from husky_kernel.tools.search_backends.corpora import CORPORA, Corpus, corpus_named, fetch, installed
from husky_kernel.tools.search_backends.facts import SOURCE, fact_passages, fingerprint
from husky_kernel.tools.search_backends.files import READERS, read_file
from husky_kernel.tools.search_backends.store import Passage, Source

MAX_FILES = 20_000
MAX_NOTES = 20

_IGNORED = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition brought: files read, passages indexed, and notes on what was left out."""

    source: str
    files: int
    passages: int
    notes: tuple[str, ...] = ()


def ensure(index: Path) -> None:
    """Bring the index up to date: build it, renew the shipped facts after an upgrade, add newly installed corpora."""
    if _up_to_date(index):
        return
    before = list_sources(index) if store.schema(index) not in (0, store.SCHEMA) else []
    with store.rewriting(index) as connection:
        # Another process may have done it while this one waited for the lock.
        if _meta(connection, "facts") != fingerprint():
            store.put(connection, SOURCE, fact_passages())
            _set_meta(connection, "facts", fingerprint())
        for corpus in _missing_corpora(connection):
            _put_installed(connection, corpus)
    for source in before:
        _add_again(index, source)


def add_folder(index: Path, folder: Path) -> Added:
    """Index the text, Markdown, CSV, notebook and HTML files below ``folder``, in place of what was there before.

    Raises
    ------
    UseError
        If ``folder`` is not a folder that can be read, or holds no such file.
    """
    folder = Path(folder).expanduser().resolve()
    if not folder.is_dir() or not os.access(folder, os.R_OK):
        raise UseError(f"{folder} is not a folder that can be read")
    files = list(_files(folder))
    if not files:
        raise UseError(f"{folder} holds no file to index: looked for {', '.join(READERS)}")
    notes = [f"only the first {MAX_FILES:,} files were read"] if len(files) > MAX_FILES else []
    source = Source(encodable(str(folder)), "folder", encodable(str(folder)))
    ensure(index)
    with store.rewriting(index) as connection:
        count = store.put(connection, source, _read_all(files[:MAX_FILES], notes))
        _note(connection, source.name, notes)
    return Added(source.name, min(len(files), MAX_FILES), count, tuple(notes))


def add_corpus(name: str, index: Path, pip_options: Sequence[str] = ()) -> Added:
    """Index a corpus of :data:`CORPORA`, from where it is installed or downloaded beside the index (never installed).

    Raises UseError for an unknown name, SearchError if it cannot be fetched.
    """
    return put_corpus(corpus_named(name), index, pip_options)


def put_corpus(corpus: Corpus, index: Path, pip_options: Sequence[str] = ()) -> Added:
    """:func:`add_corpus` for a corpus of one's own."""
    root = installed(corpus) or fetch(corpus, index.parent / "corpora", pip_options)
    ensure(index)
    with store.rewriting(index) as connection:
        _set_meta(connection, f"removed {corpus.name}", None)
        return Added(corpus.name, 1, _put_corpus(connection, corpus, root))


def list_sources(index: Path) -> list[Source]:
    """What the index holds, with the number of passages; empty before it was built."""
    if not index.exists():
        return []
    with store.reading(index) as connection:
        return store.sources(connection)


def remove_source(index: Path, name: str) -> None:
    """Take a folder or a corpus out of the index; its files are left alone.

    Raises UseError if there is no such source; the shipped facts stay.
    """
    if name == SOURCE.name:
        raise UseError("the shipped facts cannot be removed")
    folder = str(Path(name).expanduser().resolve())
    known = {source.name for source in list_sources(index)}
    chosen = next((candidate for candidate in (name, folder) if candidate in known), None)
    if chosen is None:
        raise UseError(f"{name!r} is not in the search index: it holds {', '.join(sorted(known)) or 'nothing yet'}")
    with store.rewriting(index) as connection:
        store.drop(connection, chosen)
        if chosen in CORPORA:
            _set_meta(connection, f"removed {chosen}", "yes")


def _up_to_date(index: Path) -> bool:
    if store.schema(index) != store.SCHEMA:
        return False
    with store.reading(index) as connection:
        return _meta(connection, "facts") == fingerprint() and not _missing_corpora(connection)


def _missing_corpora(connection: sqlite3.Connection) -> list[Corpus]:
    """Installed corpora that are not in the index and were not taken out on purpose."""
    known = {source for (source,) in connection.execute("SELECT name FROM sources")}
    names = [name for name in _installed_names() if name not in known and not _meta(connection, f"removed {name}")]
    return [CORPORA[name] for name in names]


@cache
def _installed_names() -> tuple[str, ...]:
    return tuple(name for name, corpus in CORPORA.items() if installed(corpus) is not None)


def _put_installed(connection: sqlite3.Connection, corpus: Corpus) -> None:
    """Index an installed corpus; one of a version that reads otherwise is left out, the facts must not suffer."""
    try:
        _put_corpus(connection, corpus, installed(corpus) or Path())
    except SearchError as error:
        logging.getLogger(__name__).warning("%s", error)
        store.drop(connection, corpus.name)
        _set_meta(connection, f"removed {corpus.name}", "yes")


def _put_corpus(connection: sqlite3.Connection, corpus: Corpus, root: Path) -> int:
    source = Source(corpus.name, "corpus", str(root), corpus.licence)
    try:
        return store.put(connection, source, corpus.read(root))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SearchError(f"the data of {corpus.name} in {root} cannot be read: {error}") from error


def _add_again(index: Path, source: Source) -> None:
    """Read a source of an index with an older schema anew; one that is gone is left out."""
    adders: dict[str, Callable[[], Added]] = {
        "folder": lambda: add_folder(index, Path(source.location)),
        "corpus": lambda: add_corpus(source.name, index),
    }
    if source.kind in adders:
        try:
            adders[source.kind]()
        except (UseError, SearchError):
            return


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _IGNORED)
        for name in sorted(files):
            regular = not name.startswith(".") and Path(root, name).is_file()  # reading a pipe would wait for ever
            if regular and Path(name).suffix.lower() in READERS:
                yield Path(root, name)


def _read_all(files: Iterable[Path], notes: list[str]) -> Iterator[Passage]:
    """Passages of all files; what was left out goes to ``notes``."""
    for file in files:
        reading = read_file(file)
        if reading.note:
            notes.append(encodable(reading.note))
        yield from reading.passages


def _note(connection: sqlite3.Connection, name: str, notes: list[str]) -> None:
    shown = notes[:MAX_NOTES] + ([f"and {len(notes) - MAX_NOTES} more"] if len(notes) > MAX_NOTES else [])
    connection.execute("UPDATE sources SET note = ? WHERE name = ?", ("; ".join(shown), name))


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _set_meta(connection: sqlite3.Connection, key: str, value: str | None) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    if value is not None:
        connection.execute("INSERT INTO meta VALUES (?, ?)", (key, value))
