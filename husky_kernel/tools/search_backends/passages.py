"""Ranks texts for a query: BM25 finds candidates, the share of the query's words they hold decides."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.chunks import sentences
from husky_kernel.tools.search_backends.words import Query, quoted, stems, tokens

CANDIDATES = 60
TITLE_WEIGHT = 5.0
LEAST_COVERAGE = 0.55
MAX_SNIPPET = 320
BEST_SCORE = 0.95


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that holds some word of the query. ``bm25``: the smaller the better, as SQLite gives it."""

    id: int
    bm25: float
    title: str
    text: str
    place: str


def matching_passages(connection: sqlite3.Connection, query: Query, named: Collection[int], limit: int) -> list[Hit]:
    """Texts that hold most of the query's meaning, best first; no rows of facts.

    ``named`` are ids of articles whose title stands in the query.
    """
    if not query.content:
        return []
    weights = _weights(connection, query.telling)
    candidates = _candidates(connection, query.content, named)
    held = {word: _holders(connection, word, "", candidates) for word in weights}
    in_title = {word: _holders(connection, word, "title : ", candidates) for word in weights}
    best = min((candidate.bm25 for candidate in candidates), default=-1.0)
    hits = []
    for candidate in candidates:
        coverage = _share(weights, held, candidate.id)
        if coverage < LEAST_COVERAGE:
            continue
        title = 1.0 if candidate.id in named else _share(weights, in_title, candidate.id) * _aptness(candidate, query)
        closeness = 1.0 if candidate.id in named else candidate.bm25 / best if best < 0 else 0.0
        score = round(BEST_SCORE * (0.7 * coverage + 0.2 * title + 0.1 * closeness), 4)
        hits.append((-score, candidate.id, Hit(candidate.title, snippet(candidate, query), candidate.place, score)))
    return [hit for _, _, hit in sorted(hits, key=lambda found: found[:2])[:limit]]


def _weights(connection: sqlite3.Connection, words: Sequence[str]) -> dict[str, float]:
    """How much each word tells: rare words more, as in BM25."""
    total = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    weights = {}
    for word in words:
        holders = connection.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (quoted(word),)).fetchone()[0]
        weights[word] = math.log(1 + (total - holders + 0.5) / (holders + 0.5))
    return weights


def _candidates(connection: sqlite3.Connection, words: Sequence[str], named: Iterable[int]) -> list[Candidate]:
    columns = "p.id, {rank}, p.title, p.text, p.place"
    rank = f"bm25(fts, {TITLE_WEIGHT}, 1.0)"
    found = connection.execute(
        f"SELECT {columns.format(rank=rank)} FROM fts JOIN passages p ON p.id = fts.rowid "
        f"WHERE fts MATCH ? AND p.kind = '' ORDER BY {rank} LIMIT ?",
        (" OR ".join(map(quoted, words)), CANDIDATES),
    )
    candidates = {row[0]: Candidate(*row) for row in found}
    missing = [number for number in named if number not in candidates][:CANDIDATES]
    marks = ",".join("?" * len(missing))
    extra = connection.execute(f"SELECT {columns.format(rank='0.0')} FROM passages p WHERE p.id IN ({marks})", missing)
    return [*candidates.values(), *(Candidate(*row) for row in extra)]


def _holders(connection: sqlite3.Connection, word: str, column: str, candidates: Sequence[Candidate]) -> frozenset[int]:
    """Ids of the candidates that hold ``word`` in any of its forms (the index stems), in one column or anywhere."""
    ids = [candidate.id for candidate in candidates]
    marks = ",".join("?" * len(ids))
    statement = f"SELECT rowid FROM fts WHERE fts MATCH ? AND rowid IN ({marks})"
    return frozenset(row[0] for row in connection.execute(statement, (column + quoted(word), *ids)))


def _aptness(candidate: Candidate, query: Query) -> float:
    """1 for a title that says no more than the query, down to one half for a title of other words."""
    title = stems(tokens(candidate.title))
    return 0.5 + 0.5 * len(title & stems(query.words)) / max(len(title), 1)


def _share(weights: Mapping[str, float], held: Mapping[str, frozenset[int]], candidate: int) -> float:
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if candidate in held[word]) / total if total else 0.0


def snippet(candidate: Candidate, query: Query) -> str:
    """The title and the sentences around the query's words, cut at :data:`MAX_SNIPPET` letters."""
    parts = sentences(candidate.text)
    wanted = stems(query.telling) - stems(tokens(candidate.title))
    start = max(range(len(parts)), key=lambda index: len(wanted & stems(tokens(parts[index]))), default=0)
    return f"{candidate.title}: {shorten(' '.join(parts[start:]), MAX_SNIPPET)}"


def shorten(text: str, length: int) -> str:
    """The first ``length`` letters of one line of text, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(",;:") + " ..."
