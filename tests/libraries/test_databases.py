"""A connection to a database is told with its tables and columns."""

from __future__ import annotations

import sqlite3

import pytest

from husky_kernel.context.variables import describe
from husky_kernel.libraries.databases import described, is_database, taken_for_variable


@pytest.fixture
def shed() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE tools (id INTEGER, label TEXT, kg REAL)")
    connection.execute("CREATE VIEW heavy AS SELECT id FROM tools WHERE kg > 5")
    return connection


TOLD = (
    'shed: connection to a database, read by pd.read_sql("SELECT …", shed); '
    "its tables: tools (id, label, kg); heavy (id)"
)


def test_tables_and_columns_are_told(shed: sqlite3.Connection) -> None:
    assert is_database(shed)
    assert described("shed", shed) == TOLD
    assert TOLD in describe("How many tools are in the database shed?", {"shed": shed}, 700)


def test_what_the_user_waits_for_stays(shed: sqlite3.Connection) -> None:
    shed.executemany("INSERT INTO tools VALUES (?, 'a', 1)", [(1,), (2,)])
    waiting = shed.execute("SELECT id FROM tools ORDER BY id")
    assert waiting.fetchone() == (1,)
    described("shed", shed)
    assert waiting.fetchone() == (2,)


def test_a_closed_one_is_told_by_its_type(shed: sqlite3.Connection) -> None:
    shed.close()
    assert described("shed", shed) == ""
    assert "shed: Connection" in describe("How many tools are in the database shed?", {"shed": shed}, 700)


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    lake = duckdb.connect()
    lake.execute("CREATE TABLE fish (tag VARCHAR, kg DOUBLE)")
    assert described("lake", lake).endswith("its tables: fish (tag, kg)")


def test_other_things_are_no_databases() -> None:
    assert not is_database(3)


def test_a_table_that_a_program_takes_for_a_variable() -> None:
    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE kegs (litres INTEGER)")
    told = '`kegs` is a table of the database `con`, read it first by kegs = pd.read_sql("SELECT * FROM kegs", con)'
    assert taken_for_variable("kegs", {"x": 1, "con": con}) == told
    assert taken_for_variable("pots", {"con": con}) == ""
    con.close()
    assert taken_for_variable("kegs", {"con": con}) == ""
