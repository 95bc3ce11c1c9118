"""One query that only reads, run where the data lie."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from husky_kernel.libraries import queries
from husky_kernel.libraries.queries import QueryError, is_asked_by_sql, query, sources

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

HIVES = {"hive": [1, 2, 3], "kg": [12.5, 30.0, 7.5], "meadow": ["north", "south", "north"]}
TOTAL = "SELECT meadow, sum(kg) AS kg FROM hives GROUP BY meadow ORDER BY meadow;"


def _sqlite() -> Any:
    con = sqlite3.connect(":memory:")
    pd.DataFrame(HIVES).to_sql("hives", con, index=False)
    return con


def _duckdb() -> Any:
    con = duckdb.connect()
    con.register("_given", pd.DataFrame(HIVES))
    con.execute("CREATE TABLE hives AS SELECT * FROM _given")
    return con


def _engine() -> Any:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine("sqlite://", poolclass=sqlalchemy.StaticPool)
    pd.DataFrame(HIVES).to_sql("hives", engine, index=False)
    return engine


PLACES: dict[str, Callable[[], dict[str, Any]]] = {
    "sqlite3": lambda: {"con": _sqlite()},
    "duckdb": lambda: {"con": _duckdb()},
    "sqlalchemy": lambda: {"engine": _engine()},
    "pandas": lambda: {"hives": pd.DataFrame(HIVES)},
    "polars": lambda: {"hives": pl.DataFrame(HIVES)},
    "lazy": lambda: {"hives": pl.LazyFrame(HIVES)},
    "relation": lambda: {"hives": duckdb.from_df(pd.DataFrame(HIVES))},
}
DATABASES = ("sqlite3", "duckdb", "sqlalchemy")


@pytest.mark.parametrize("place", PLACES)
def test_wherever_the_table_lies(place: str) -> None:
    came = query(TOTAL, PLACES[place]())
    assert came.to_dict("list") == {"meadow": ["north", "south"], "kg": [20.0, 30.0]}
    none = query("SELECT hive FROM hives WHERE kg > 99", PLACES[place]())
    assert (list(none.columns), len(none)) == (["hive"], 0)


def test_tables_of_several_libraries() -> None:
    namespace = {"hives": pl.DataFrame(HIVES), "meadows": pd.DataFrame({"meadow": ["north"], "acres": [4]})}
    came = query("SELECT sum(acres) AS a FROM hives JOIN meadows USING (meadow)", namespace)
    assert came.iat[0, 0] == 8


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM hives",
        "DROP TABLE hives",
        "SELECT 1; DROP TABLE hives",
        "WITH x AS (SELECT 1) INSERT INTO hives SELECT 4, 1.0, 'n'",
        "COPY hives TO 'hives.csv'",
        "PRAGMA query_only = 0",
        "  -- only a look\nUPDATE hives SET kg = 0",
    ],
)
@pytest.mark.parametrize("place", [*DATABASES, "pandas"])
def test_a_query_only_reads(sql: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace = PLACES[place]()
    with pytest.raises(QueryError, match=r"write one query|only reads here"):
        query(sql, namespace)
    assert query("SELECT count(*) AS n FROM hives", namespace).iat[0, 0] == 3
    assert not [*tmp_path.iterdir()]


def test_a_column_may_be_called_like_a_command() -> None:
    hives = pd.DataFrame({"set": [1, 2], "note": ["drop it; now", "-- b"]})
    assert len(query("""SELECT "set" FROM hives WHERE note = 'drop it; now'""", {"hives": hives})) == 1


def test_sqlite_refuses_to_write_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_check", lambda sql: None)
    con = _sqlite()
    with pytest.raises(QueryError, match="readonly"):
        query("DELETE FROM hives", {"con": con})
    con.execute("DELETE FROM hives WHERE hive = 1")
    assert con.execute("SELECT count(*) FROM hives").fetchone() == (2,)


def test_files_are_not_read_over_tables(tmp_path: Path) -> None:
    (tmp_path / "hives.csv").write_text("a\n1\n")
    with pytest.raises(QueryError):
        query(f"SELECT * FROM read_csv('{tmp_path / 'hives.csv'}') JOIN hives ON true", {"hives": pd.DataFrame(HIVES)})


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(QueryError, match="no table 'hyves': the tables are hives"):
        query("SELECT * FROM hyves", {"con": _sqlite()})
    with pytest.raises(QueryError, match="there are no tables"):
        query("SELECT * FROM hyves", {})


def test_what_is_called_like_a_word_of_sql() -> None:
    hives = pd.DataFrame(HIVES).rename(columns={"kg": "at"})
    with pytest.raises(QueryError, match="stands in double quotes"):
        query("SELECT max(order) FROM hives", {"hives": hives})
    assert query('SELECT max("at") AS kg FROM hives', {"hives": hives}).iat[0, 0] == 30


def test_a_column_that_is_not_there_is_said_as_the_database_does() -> None:
    with pytest.raises(QueryError, match="honey"):
        query("SELECT honey FROM hives", {"con": _duckdb()})


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    for place in PLACES:
        with pytest.raises(QueryError, match="more than 2 rows"):
            query("SELECT * FROM hives", PLACES[place]())


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ('SELECT * FROM a JOIN "b c" ON a.x = "b c".x', {"a", "b c"}),
        ("WITH t AS (SELECT * FROM a), u(x) AS (SELECT 1) SELECT * FROM t, u", {"a"}),
        ("SELECT 'from nowhere' AS f FROM a -- from there", {"a"}),
        ("SELECT * FROM (SELECT * FROM A) AS q", {"a"}),
    ],
)
def test_the_tables_that_a_query_names(sql: str, named: set[str]) -> None:
    assert sources(sql) == named


def test_what_is_asked_by_sql() -> None:
    assert is_asked_by_sql(_sqlite())
    assert is_asked_by_sql(pl.LazyFrame(HIVES))
    assert not is_asked_by_sql(pd.DataFrame(HIVES))
    assert not is_asked_by_sql(pl.DataFrame(HIVES))
