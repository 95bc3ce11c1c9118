"""SQL over the data of a namespace, which it only reads: run where the data lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from husky_kernel.libraries.databases import is_database, module_of, selected, tables_in
from husky_kernel.libraries.tables import is_lazy, is_other, is_pandas, library, to_pandas

_SOURCE = re.compile(r"\b(?:from|join)\s+(?P<name>\"[^\"]+\"|[^\W\d]\w*)", re.IGNORECASE)
_WITH = re.compile(r"(?:\bwith(?:\s+recursive)?|,)\s+(?P<name>[^\W\d]\w*)\s*(?:\([^()]*\))?\s+as\s*\(", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
_READS = re.compile(r"\s*\(*\s*(?:select|with|values|from)\b", re.IGNORECASE)
WRITING = "insert|update|delete|drop|alter|create|merge|truncate|attach|detach|copy|vacuum|pragma"
"""Words of SQL that change a database, or how it is used."""

_WRITES = re.compile(rf"\b(?:{WRITING}|replace into|export|install|load|grant|revoke|call|set)\b", re.IGNORECASE)


MOST = 1_000_000
"""So many rows a result may have."""


class QueryError(ValueError):
    """Says in one line why a query did not run."""


def query(sql: str, namespace: Mapping[str, Any]) -> Any:
    """The rows that ``sql`` selects, as a DataFrame of pandas.

    It runs in the database that has the tables that it names; on lazy tables of polars, or a relation of DuckDB, by
    their own library; else by DuckDB on copies of the tables that it names.

    Raises
    ------
    QueryError
        If it is not one query that only reads, if it names a table that is not there, or what the database says.
    """
    sql = sql.strip().rstrip(";").strip()
    _check(sql)
    names = sources(sql)
    known = {name: value for name, value in list(namespace.items()) if not name.startswith("_")}
    try:
        for value in known.values():
            if is_database(value) and names <= {table.casefold() for table in tables_in(value)}:
                return _of_size(_in_database(value, sql))
        tables = {name: value for name, value in known.items() if is_pandas(value) or is_other(value)}
        used = {name: value for name, value in tables.items() if name.casefold() in names}
        if missing := names - {name.casefold() for name in used}:
            raise QueryError(_unknown(sorted(missing)[0], known, tables))
        return _of_size(_on_tables(sql, used))
    except QueryError:
        raise
    except Exception as error:  # whatever the database raises for a query that is wrong
        said = " ".join(str(error).split())
        quotes = "; a name that is also a word of SQL stands in double quotes" if "syntax error" in said else ""
        raise QueryError(said + quotes) from error


def sources(sql: str) -> frozenset[str]:
    """The tables that a query names, in small letters; not those that it defines itself."""
    bare = _QUOTED.sub("''", sql)
    own = {found["name"].casefold() for found in _WITH.finditer(bare)}
    return frozenset(found["name"].strip('"').casefold() for found in _SOURCE.finditer(bare)) - own


def _check(sql: str) -> None:
    bare = _QUOTED.sub("''", sql)
    if not _READS.match(bare) or ";" in bare:
        raise QueryError("write one query that begins with SELECT or WITH")
    if found := _WRITES.search(re.sub(r'"[^"]*"', '""', bare)):
        raise QueryError(f"a query only reads here: leave out {found[0].upper()}")


def _unknown(name: str, known: Mapping[str, Any], tables: Mapping[str, Any]) -> str:
    there = [*tables, *(table for value in known.values() if is_database(value) for table in tables_in(value))]
    return f"there is no table {name!r}: the tables are {', '.join(there[:8])}" if there else "there are no tables"


def _of_size(frame: Any) -> Any:
    if len(frame) > MOST:
        raise QueryError(f"the result has more than {MOST:,} rows: put them together, or add a LIMIT")
    return frame


def _in_database(value: Any, sql: str) -> Any:
    if type(value).__name__ == "Engine":
        return _rolled_back(value, sql)
    with _reading_only(value) if module_of(value) == "sqlite3" else nullcontext():
        return selected(value, sql, MOST)


@contextmanager
def _reading_only(connection: Any) -> Iterator[None]:
    """A connection of sqlite3 that refuses to write, whatever a query's words are."""
    before = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = 1")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA query_only = {int(before)}")


def _rolled_back(value: Any, sql: str) -> Any:
    """Through an engine of SQLAlchemy, in a transaction of its own that comes to nothing."""
    with value.connect() as connection:
        try:
            return selected(connection, sql, MOST)
        finally:
            connection.rollback()


def _on_tables(sql: str, used: Mapping[str, Any]) -> Any:
    kinds = {library(value) for value in used.values()}
    if kinds == {"polars"}:
        import polars as pl

        return to_pandas(pl.SQLContext(frames=dict(used)).execute(sql).head(MOST + 1))
    if kinds == {"DuckDB"} and len(used) == 1:
        ((name, relation),) = used.items()
        return relation.query(name, sql).limit(MOST + 1).df()
    import duckdb

    frames = {name: to_pandas(value) if is_other(value) else value for name, value in used.items()}
    with duckdb.connect(config={"enable_external_access": False}) as database:
        for name, frame in frames.items():
            database.register(name, frame)
        return database.sql(sql).limit(MOST + 1).df()


def is_asked_by_sql(value: Any) -> bool:
    """Whether ``value`` is a database, or a table that is not in memory and can be asked by SQL where it is."""
    return is_database(value) or (is_lazy(value) and library(value) in ("polars", "DuckDB"))
