"""The SQL tool: a query's result is a value or a table, and it is offered only where there is something to ask."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.agent.effects import Effects
from husky_kernel.tools.registry import ToolContext, load_tools
from husky_kernel.tools.sql import SqlTool


@pytest.fixture
def shell() -> InteractiveShell:
    shell = InteractiveShell()
    con = sqlite3.connect(":memory:")
    pd.DataFrame({"tram": [1, 2, 2], "late": [4, 0, 9]}).to_sql("trips", con, index=False)
    shell.user_ns["net"] = con
    return shell


def test_a_table(shell: InteractiveShell) -> None:
    seen = SqlTool(shell).run("SELECT tram, sum(late) AS late FROM trips GROUP BY tram ORDER BY tram")
    assert seen.ok
    assert seen.result
    assert seen.result.kind == "table"
    assert seen.result.value.to_dict("list") == {"tram": [1, 2], "late": [4, 9]}
    assert "text/html" in seen.outputs[0]["data"]
    assert seen.effects == Effects()


def test_one_value(shell: InteractiveShell) -> None:
    seen = SqlTool(shell).run("SELECT max(late) AS latest FROM trips")
    assert seen.result
    assert (seen.result.kind, seen.result.value, type(seen.result.value)) == ("number", 9, int)


def test_a_query_that_fails(shell: InteractiveShell) -> None:
    seen = SqlTool(shell).run("SELECT delay FROM trips")
    assert not seen.ok
    assert seen.error == "no such column: delay"


def _offered(shell: InteractiveShell, folder: Path) -> bool:
    return "sql" in load_tools(ToolContext(shell, folder / "index"))


def test_it_is_offered_where_there_is_something_to_ask(shell: InteractiveShell, tmp_path: Path) -> None:
    assert _offered(shell, tmp_path)
    del shell.user_ns["net"]
    shell.user_ns["trips"] = pd.DataFrame({"tram": [1]})
    assert not _offered(shell, tmp_path)
    shell.user_ns["duckdb"] = pytest.importorskip("duckdb")
    assert _offered(shell, tmp_path)
