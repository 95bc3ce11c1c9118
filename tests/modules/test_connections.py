"""A program neither closes a connection of the user's nor writes to it unasked."""

from __future__ import annotations

import ast

import pytest

from husky_kernel.agent.types import Task
from husky_kernel.modules.connections import connections, misused
from husky_kernel.modules.doubts import unfounded

CONTEXT = "Variables:\neels: table of the database pond, 9 rows x 1 column\n  'cm' (int64): 3 … 80\n"
CONTEXT += "lake: connection to a database, …"


def test_the_connections_that_are_told() -> None:
    assert connections(CONTEXT) == {"pond", "lake"}
    assert connections("Variables:\neels: DataFrame, 9 rows x 1 column") == frozenset()


@pytest.mark.parametrize(
    "program",
    [
        'eels = pond.sql("SELECT * FROM eels").df()\npond.close()',
        "from contextlib import closing\nwith closing(lake):\n    3",
        "with lake:\n    3",
        'pond.execute("DELETE FROM eels")',
        'lake.executescript("SELECT 1")',
        "eels.to_sql('eels', con=lake)",
        "lake.commit()",
    ],
)
def test_what_nobody_asked_for(program: str) -> None:
    assert list(misused(ast.parse(program), {"pond", "lake"}, "How long is the longest eel?", changes=False))
    doubt = unfounded(program, Task("How long is the longest eel?", CONTEXT))
    assert doubt
    assert doubt.never


@pytest.mark.parametrize(
    "program",
    [
        'eels = pond.sql("SELECT * FROM eels").df()\neels["cm"].max()',
        'pd.read_sql("SELECT max(cm) FROM eels", lake)',
        "with open('pond.txt') as file:\n    file.close()",
        "with engine.connect() as lake2:\n    3",
        'pond.execute("SELECT count(*) FROM eels").fetchone()[0]',
    ],
)
def test_what_only_reads(program: str) -> None:
    assert not list(misused(ast.parse(program), {"pond", "lake", "engine"}, "How long?", changes=False))


def test_what_is_asked_for() -> None:
    delete, close = ast.parse('pond.execute("DELETE FROM eels")'), ast.parse("pond.close()")
    assert not list(misused(delete, {"pond"}, "Delete all eels from pond.", changes=True))
    assert list(misused(close, {"pond"}, "Delete all eels from pond.", changes=True))
    assert not list(misused(close, {"pond"}, "Close the connection pond.", changes=False))
