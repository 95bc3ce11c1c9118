"""Tables of other libraries and of databases are told as those of pandas are, and read by the program's first line."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd
import pytest

from husky_kernel import tidy
from husky_kernel.context import sources
from husky_kernel.context.sources import SAMPLE, sources_of
from husky_kernel.context.variables import description

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

CATCHES = {"boat": [1, 2, 1], "kilos": ["1.200 kg", "300 kg", "45 kg"], "port": ["Hel", "Hel", "Łeba"]}
BOATS = {"boat": [1, 2, 3], "captain": ["Ola", "Jan", "Ewa"]}
QUESTION = "What are the total kilos per captain?"


def _run(told: str, namespace: dict[str, Any], call: str) -> Any:
    """What ``call`` comes to after the lines that a program begins with."""
    names = {**namespace, "pd": pd, "tidy": tidy}
    for line in told.splitlines():
        for begin in ("Read first: ", "Begin with: "):
            if line.startswith(begin):
                exec(line.removeprefix(begin), names)
    return eval(call, names)


def test_a_table_of_polars_is_told_as_one_of_pandas() -> None:
    namespace = {"catches": pl.DataFrame(CATCHES), "boats": pl.DataFrame(BOATS)}
    told = description(QUESTION, namespace, 700).text
    assert "catches: table of polars, 3 rows x 3 columns" in told
    assert "amounts like '1.200 kg': tidy.number" in told
    assert "Read first: catches = tidy.table(catches)\nRead first: boats = tidy.table(boats)\n" in told
    came = _run(told, namespace, "d.groupby('captain')['kilos'].sum().to_dict()")
    assert came == {"Ola": 1245.0, "Jan": 300.0}


@pytest.mark.parametrize("kind", ["sqlite3", "duckdb", "sqlalchemy"])
def test_a_table_of_a_database(kind: str, tmp_path: Path) -> None:
    con: Any
    if kind == "duckdb":
        con = duckdb.connect()
        con.register("_given", pd.DataFrame(CATCHES))
        con.execute("CREATE TABLE catches AS SELECT * FROM _given")
    else:
        con = sqlite3.connect(tmp_path / "port.db")
        pd.DataFrame(CATCHES).to_sql("catches", con, index=False)
    if kind == "sqlalchemy":
        con = pytest.importorskip("sqlalchemy").create_engine(f"sqlite:///{tmp_path / 'port.db'}")
    namespace = {"con": con, "boats": pd.DataFrame(BOATS)}
    told = description(QUESTION, namespace, 700).text
    assert "catches: table of the database con, 3 rows x 3 columns" in told
    came = _run(told, namespace, "d.groupby('captain')['kilos'].sum().to_dict()")
    assert came == {"Ola": 1245.0, "Jan": 300.0}


def test_only_what_a_question_is_about_is_read() -> None:
    con = sqlite3.connect(":memory:")
    pd.DataFrame(CATCHES).to_sql("catches", con, index=False)
    pd.DataFrame({"tide": [1.5]}).to_sql("tides", con, index=False)
    told = description("How many catches are there?", {"con": con}, 700).text
    assert 'Read first: catches = pd.read_sql("SELECT * FROM catches", con)' in told
    assert "Read first: tides" not in told


def test_a_table_that_is_to_be_changed_is_not_read_over() -> None:
    told = description("Remove the duplicates of catches.", {"catches": pl.DataFrame(CATCHES)}, 700).text
    assert "catches: table of polars" in told
    assert "Read first" not in told


def test_of_what_is_large_the_first_rows_are_looked_at() -> None:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE waves AS SELECT range AS at FROM range({SAMPLE + 500})")
    source = sources_of({"con": con})["waves"]
    assert (len(source.frame), source.rows) == (SAMPLE, SAMPLE + 500)
    lazy = sources_of({"waves": con.sql("SELECT * FROM waves")})["waves"]
    assert (len(lazy.frame), lazy.rows) == (SAMPLE, None)
    told = description("What is the highest at in waves?", {"waves": con.sql("SELECT * FROM waves")}, 700).text
    assert f"waves: lazy table of DuckDB, more than {SAMPLE:,} rows x 1 column" in told


def test_names_that_are_no_variables() -> None:
    con = sqlite3.connect(":memory:")
    pd.DataFrame(CATCHES).to_sql("catch log 2", con, index=False)
    source = sources_of({"con": con})["catch_log_2"]
    assert source.line == """catch_log_2 = pd.read_sql('SELECT * FROM "catch log 2"', con)"""
    assert _run(f"Read first: {source.line}", {"con": con}, "len(catch_log_2)") == 3


def test_a_table_that_is_called_like_a_word_of_sql() -> None:
    con = duckdb.connect()
    con.execute('CREATE TABLE "order" AS SELECT 3 AS boats')
    source = sources_of({"con": con})["order"]
    assert source.frame["boats"].tolist() == [3]
    assert _run(f"Read first: {source.line}", {"con": con}, "order.boats[0]") == 3


def test_a_variable_goes_before_a_table_of_its_name_unless_a_run_made_it() -> None:
    con = sqlite3.connect(":memory:")
    pd.DataFrame(CATCHES).to_sql("catches", con, index=False)
    namespace = {"con": con, "catches": pd.DataFrame(BOATS)}
    assert not sources_of(namespace)
    assert [*sources_of(namespace, {"catches"})] == ["catches"]


def test_what_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PATIENCE", 2.0)
    looked = Event()

    def slow(frame: Any) -> Any:
        looked.wait(60)
        return frame

    lazy = pl.LazyFrame(CATCHES).map_batches(slow)
    assert [*sources.sources_of({"boats": pl.DataFrame(BOATS), "lazy": lazy})] == ["boats"]
    looked.set()  # nobody waited for it: the lazy one would be there


def test_what_cannot_be_looked_at_is_left_out() -> None:
    closed = sqlite3.connect(":memory:")
    closed.close()
    broken = pl.LazyFrame(CATCHES).select("nothing")
    assert not sources_of({"closed": closed, "broken": broken, "_hidden": pl.DataFrame(CATCHES)})
