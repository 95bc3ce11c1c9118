"""Connections to databases: their tables, the columns of each, the first rows, and how they are read.

To be used on the thread that a connection belongs to. A cursor of its own leaves what the user's wait for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MOST = 8
"""Tables that are told, and columns of each."""

_DUCKDB = (
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema NOT IN ('information_schema', 'pg_catalog')"
)
_ASKED = {
    "sqlite3": (
        "SELECT m.name, p.name FROM sqlite_master AS m, pragma_table_info(m.name) AS p "
        "WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'"
    ),
    "duckdb": _DUCKDB,
    "_duckdb": _DUCKDB,
}
"""By the module of the connection's class; each gives pairs of a table and a column."""

_CHUNK = 2048
"""What DuckDB counts rows in."""

_PLAIN = re.compile(r"[^\W\d]\w*")
_WORDS = """all at by case check column default desc end except from grant group having in index into join limit not
offset on or order primary references select set table then to transaction union unique user using values when where
window with"""
_TAKEN = frozenset(_WORDS.split())
"""Words of SQL: a table that is called so stands in quotation marks."""


def is_database(value: Any) -> bool:
    """Whether ``value`` is a connection whose tables can be told."""
    try:
        module = module_of(value)
        return (module in _ASKED and hasattr(value, "cursor")) or (module == "sqlalchemy" and _is_engine(value))
    except Exception:  # an object that does not let itself be looked at
        return False


def tables_in(value: Any) -> dict[str, list[str]]:
    """The tables of a connection with their columns; none if it does not tell them."""
    try:
        pairs = _sqlalchemy(value) if module_of(value) == "sqlalchemy" else _pairs(value)
    except Exception:  # it is closed, or somebody else's
        return {}
    tables: dict[str, list[str]] = {}
    for table, column in pairs:
        tables.setdefault(str(table), []).append(str(column))
    return tables


def first_of(value: Any, table: str, count: int) -> Any:
    """The first ``count`` rows of a table of a connection, as a DataFrame of pandas.

    Raises
    ------
    Exception
        If the database does not give them.
    """
    return selected(value, f"SELECT * FROM {spelled(table)} LIMIT {int(count)}", count)


def count_of(value: Any, table: str) -> int:
    """How many rows a table of a connection has. Raises what the database raises."""
    return int(selected(value, f"SELECT count(*) FROM {spelled(table)}", 1).iat[0, 0])


def selected(value: Any, query: str, most: int) -> Any:
    """What ``query`` selects through a connection, as a DataFrame of pandas. Of more than ``most`` rows some more than
    these. Raises what the database raises.
    """
    import pandas as pd

    if module_of(value) == "sqlalchemy":
        import sqlalchemy

        return pd.read_sql(sqlalchemy.text(query), value)
    cursor = value.cursor()
    if module_of(value) != "sqlite3":
        return cursor.execute(query).fetch_df_chunk(most // _CHUNK + 1)
    cursor.execute(query)
    return pd.DataFrame(cursor.fetchmany(most + 1), columns=[column[0] for column in cursor.description])


def reading(name: str, value: Any, query: str) -> str:
    """The call that gives a query's rows as a DataFrame of pandas; ``name`` is the connection's."""
    quoted = f'"{query}"' if '"' not in query else repr(query)
    return f"{name}.sql({quoted}).df()" if module_of(value).endswith("duckdb") else f"pd.read_sql({quoted}, {name})"


def reading_whole(name: str, value: Any, table: str) -> str:
    """The call that gives all of a table; ``name`` is the connection's."""
    return reading(name, value, f"SELECT * FROM {spelled(table)}")


def spelled(table: str) -> str:
    """A table's name as SQL has it."""
    if _PLAIN.fullmatch(table) and table.casefold() not in _TAKEN:
        return table
    return '"{}"'.format(table.replace('"', '""'))


def described(name: str, value: Any) -> str:
    """The tables of a connection on one line; empty if it does not tell them."""
    tables = tables_in(value)
    if not tables:
        return ""
    told = "; ".join(
        f"{table} ({', '.join(columns[:MOST])}{', …' if len(columns) > MOST else ''})"
        for table, columns in list(tables.items())[:MOST]
    )
    more = f"; and {len(tables) - MOST} more" if len(tables) > MOST else ""
    read = reading(name, value, "SELECT …")
    return f"{name}: connection to a database, read by {read}; its tables: {told}{more}"


def taken_for_variable(table: str, namespace: Mapping[str, Any]) -> str:
    """How a table is read that a program took for a variable, though a database of ``namespace`` has it; else empty."""
    for name, value in list(namespace.items()):
        if not name.startswith("_") and is_database(value) and table in tables_in(value):
            call = reading_whole(name, value, table)
            return f"`{table}` is a table of the database `{name}`, read it first by {table} = {call}"
    return ""


def module_of(value: Any) -> str:
    """The package of the class of ``value``."""
    return type(value).__module__.partition(".")[0]


def _is_engine(value: Any) -> bool:
    return type(value).__name__ in ("Engine", "Connection")


def _pairs(value: Any) -> list[Any]:
    return list(value.cursor().execute(_ASKED[module_of(value)]).fetchall())


def _sqlalchemy(value: Any) -> list[tuple[str, str]]:
    """The tables and columns of an engine or a connection of SQLAlchemy."""
    import sqlalchemy

    inspector: Any = sqlalchemy.inspect(value)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    return [(table, column["name"]) for table in names for column in inspector.get_columns(table)]
