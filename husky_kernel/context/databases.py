"""What is told of a connection to a database: its tables, their columns, and how they are read."""

from __future__ import annotations

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


def is_database(value: Any) -> bool:
    """Whether ``value`` is a connection whose tables can be told."""
    try:
        return type(value).__module__.partition(".")[0] in _ASKED and hasattr(value, "cursor")
    except Exception:  # an object that does not let itself be looked at
        return False


def tables_in(value: Any) -> dict[str, list[str]]:
    """The tables of a connection with their columns; none if it does not tell them.

    To be called on the thread that the connection belongs to. A cursor of its own leaves what the user's wait for.
    """
    try:
        pairs = value.cursor().execute(_ASKED[type(value).__module__.partition(".")[0]]).fetchall()
    except Exception:  # it is closed, or somebody else's
        return {}
    tables: dict[str, list[str]] = {}
    for table, column in pairs:
        tables.setdefault(str(table), []).append(str(column))
    return tables


def described(name: str, value: Any) -> str:
    """The tables of a connection on one line; empty if it does not tell them. As for :func:`tables_in`."""
    tables = tables_in(value)
    if not tables:
        return ""
    told = "; ".join(
        f"{table} ({', '.join(columns[:MOST])}{', …' if len(columns) > MOST else ''})"
        for table, columns in list(tables.items())[:MOST]
    )
    more = f"; and {len(tables) - MOST} more" if len(tables) > MOST else ""
    return f'{name}: connection to a database, read by pd.read_sql("SELECT …", {name}); its tables: {told}{more}'


def taken_for_variable(table: str, namespace: Mapping[str, Any]) -> str:
    """How a table is read that a program took for a variable, though a database of ``namespace`` has it; else empty."""
    for name, value in list(namespace.items()):
        if not name.startswith("_") and is_database(value) and table in tables_in(value):
            call = f'pd.read_sql("SELECT * FROM {table}", {name})'
            return f"`{table}` is a table of the database `{name}`, read it first by {table} = {call}"
    return ""
