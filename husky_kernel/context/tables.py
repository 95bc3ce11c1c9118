"""A table in a few lines: shape, columns, dtypes, missing values, a few distinct values. Quick on any size.

Of libraries other than pandas the first rows stand for the table, see :mod:`~husky_kernel.context.sources`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from husky_kernel import libraries
from husky_kernel.agent.grammar import one_line
from husky_kernel.context.linking import MOST
from husky_kernel.context.meanings import meaning
from husky_kernel.context.sources import Source
from husky_kernel.context.synonyms import cut_off, synonyms
from husky_kernel.kinds import kind_of
from husky_kernel.tools.output.values import plain
from husky_kernel.trust.names import hides
from husky_kernel.trust.secrets import redact

EXACT = 20_000
"""Up to so many rows a column is read whole; of more, ``SAMPLE`` rows are looked at."""

SAMPLE = 2_000
COLUMNS = 60
DISTINCT = 6
GLANCE = 30
VALUE = 40
MEANING = 120

_TOLD = ("amounts", "percent", "dates", "serial_date", "durations", "score", "json", "truth", "constant")
"""Kinds whose phrase has an example, or leaves nothing to show."""

_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class _Table:
    """One table, whatever library it is of. ``column`` gives the text for the column at a position."""

    kind: str
    rows: int
    names: list[Any]
    column: Callable[[int], str]


def is_table(value: Any) -> bool:
    """Whether ``value`` has named columns and rows: a DataFrame of pandas or polars, a relation of DuckDB, …"""
    return libraries.is_pandas(value) or libraries.is_other(value)


def describe_table(name: str, value: Any, question: str, room: int, source: Source | None = None) -> str:
    """The lines for one table of pandas in about ``room`` characters. Where not all columns fit, those that share words
    with the question; else the lines are the same for each question, so that a model has read them already.

    ``source``: what ``value`` stands in for.
    """
    table = _pandas(value)
    rows = _count(table.rows, "row") if source is None else _rows(source)
    kind = source.kind if source else table.kind
    head = f"{name}: {kind}, {rows} x {_count(len(table.names), 'column')}{_means(value)}"
    chosen: dict[int, str] = {}
    room -= len(head) + len("\n  ; and 10,000 more columns")
    spoken = [f"{column} {meaning(value, column)}" for column in table.names]
    for position in _ranked(spoken, question)[:COLUMNS]:
        text = table.column(position)
        if len(text) + 2 > room:
            break
        chosen[position] = text
        room -= len(text) + 2
    parts = [chosen[position] for position in sorted(chosen)]
    left = len(table.names) - len(parts)
    if left:
        parts.append(f"and {left:,} more columns" if parts else f"{left:,} columns")
    return f"{head}\n  {'; '.join(parts)}" if parts else head


def _rows(source: Source) -> str:
    return f"more than {len(source.frame):,} rows" if source.rows is None else _count(source.rows, "row")


def glance(name: str, value: Any, kind: str = "") -> str:
    """A table on one line: its name, what ``kind`` of table it is, and the names of its columns."""
    names = columns_of(value)
    shown = ", ".join(quoted(column) for column in names[:GLANCE])
    more = f", and {len(names) - GLANCE:,} more" if len(names) > GLANCE else ""
    return f"{name}: {kind or type(value).__name__} of {shown}{more}"


def columns_of(value: Any) -> list[Any]:
    """The names of a table's columns, and of the levels of its index that have one."""
    if hasattr(value, "iloc"):
        return [*value.columns, *(name for name in value.index.names if name is not None)]
    return [column for column, _ in libraries.schema(value)]


def names_of(tables: Mapping[str, Any]) -> set[str]:
    """The names of tables and of their columns, in small letters."""
    return {str(name).casefold() for table in tables.values() for name in columns_of(table)} | set(
        map(str.casefold, tables)
    )


def texts_of(value: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The first different texts of each column of texts, with its name."""
    if not hasattr(value, "iloc"):
        return
    for position in range(min(len(value.columns), COLUMNS)):
        series = value.iloc[:, position]
        if series.dtype.kind not in "iufbmMc":
            yield value.columns[position], _distinct(series.iloc[:EXACT].dropna())


def quoted(value: Any, limit: int = VALUE) -> str:
    """A name or value as data: text in quotation marks, on one line, cut."""
    if isinstance(value, str):
        value = str(value)  # numpy's texts say of what type they are
        return repr(value) if len(value) <= limit else repr(redact(value[: 10 * limit])[: limit - 1] + "…")
    text = str(value) if isinstance(value, date) else plain(value, 4 * limit)
    line = text if text.isprintable() else repr(text)[1:-1]
    return line if len(line) <= limit else line[: limit - 1] + "…"


BESIDES = 8
"""Columns of a wide table that are told beside those of which the question speaks."""


def _ranked(names: list[Any], question: str) -> list[int]:
    asked = _stems(question)
    others = frozenset(other for word in asked for other in synonyms(word))
    stems = [_stems(str(name)[:200]) for name in names]
    others |= cut_off(set().union(*stems), asked)
    overlap = {position: (len(asked & own), len(others & own)) for position, own in enumerate(stems)}
    ranked = sorted(overlap, key=lambda position: (-2 * overlap[position][0] - overlap[position][1], position))
    linked = sum(any(found) for found in overlap.values())
    # Of a wide table a column that is meant is not to be lost among sixty that are not.
    return ranked[: linked + BESIDES] if linked and len(names) > COLUMNS else ranked


def _stems(text: str) -> set[str]:
    """Words without case and plural: ``soldUnits`` shares one with "the units"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return {word.casefold().rstrip("s") or word for word in _WORDS.findall(spaced)}


def _pandas(frame: Any) -> _Table:
    positions = _positions(len(frame))

    def column(position: int) -> str:
        series = frame.iloc[:, position]
        looked = series if positions is None else series.iloc[positions]
        name = frame.columns[position]
        secret = looked.dtype.kind not in "iufbmM" and hides(name, looked.iloc[:MOST].dropna())
        told = _series(looked, str(name), _means(frame, name), sampled=positions is not None, secret=secret)
        return f"{quoted(name)} {told}"

    place = f", CRS {crs}" if (crs := _reference(frame)) else ""
    table = _Table(f"{type(frame).__name__}{place}", len(frame), list(frame.columns), column)
    if type(frame.index).__name__ == "RangeIndex" and frame.index.name is None:
        return table
    index = frame.index if positions is None else frame.index[positions]
    dtype = "several levels" if frame.index.nlevels > 1 else frame.index.dtype
    names = ", ".join(quoted(name) for name in frame.index.names)
    values = ", ".join(quoted(value) for value in index[:3])
    kind = f"{table.kind} with index {names} ({dtype}): {values}{', …' if len(frame) > 3 else ''}"
    return _Table(kind, table.rows, table.names, column)


def _reference(frame: Any) -> str:
    """The coordinate reference system of a GeoDataFrame, in a few words; empty for other tables."""
    return one_line(str(frame.crs))[:VALUE] if type(frame).__name__ == "GeoDataFrame" and frame.crs is not None else ""


def _positions(rows: int) -> Any:
    """Rows to look at, spread over the whole table; None for all."""
    if rows <= EXACT:
        return None
    import numpy

    return numpy.linspace(0, rows - 1, SAMPLE).astype("int64")


def _means(table: Any, column: Any = "") -> str:
    """What the user told of a column or a table, as data: on one line, without what parts columns."""
    told = meaning(table, column).replace(";", ",")
    return f", means {quoted(redact(told), MEANING)}" if told else ""


def _series(series: Any, name: str, means: str = "", *, sampled: bool, secret: bool = False) -> str:
    """The kind of a column, what it ``means``, how many values are missing, and some of them where the kind does not
    tell them.
    """
    if secret:
        return f"({series.dtype}{means})"
    kind = kind_of(series, name)
    missing = kind.missing
    told = ("" if not missing else ", some missing" if sampled else f", {missing:,} missing") + ")"
    known = series.dropna()
    values = f": {_values(known, sampled=sampled)}" if len(known) and kind.name not in _TOLD else ""
    return f"({redact(one_line(kind.told))}{means}{told}{values}"


def _values(series: Any, *, sampled: bool) -> str:
    """The range of numbers and dates; a few distinct values of the rest."""
    if series.dtype.kind in "iufM":
        low, high = series.min(), series.max()
        between = " … about " if sampled else " … "
        return quoted(low) if low == high else f"{quoted(low)}{between}{quoted(high)}"
    distinct = _distinct(series)
    more = ", …" if sampled or len(distinct) > DISTINCT else ""
    return ", ".join(quoted(value) for value in distinct[: DISTINCT if len(distinct) <= DISTINCT else 3]) + more


def _distinct(series: Any) -> list[Any]:
    """Different values in their order, up to a limit; lists and the like among them."""
    try:
        return list(series.drop_duplicates().iloc[:MOST])
    except TypeError:  # cannot be hashed
        return list(series.iloc[: DISTINCT + 1])


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
