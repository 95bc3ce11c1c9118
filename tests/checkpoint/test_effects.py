from __future__ import annotations

import json

import pytest
from stepping import Notebook

from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.agent.types import Step, Trace

EFFECTS = Effects(
    created=("a",),
    changed=("df",),
    deleted=("b",),
    tables=(TableChange("df", (3, 2), ("n",), ("m",), {"a": ("int64", "float64")}, (0, 1), 4),),
    outside=("wrote out.csv",),
    uncopied=("gen: a generator",),
)


def test_json_round_trip() -> None:
    trace = Trace("q", "m", steps=(Step(0, "code", "s", effects=EFFECTS), Step(1, "math", "t")))
    data = json.loads(json.dumps(trace.to_json()))
    assert Trace.from_json(data) == trace
    assert data["steps"][1]["effects"] is None


def test_the_keys_that_cards_read() -> None:
    data = EFFECTS.to_json()
    assert set(data) == {"created", "changed", "deleted", "tables", "outside", "uncopied"}
    assert data["tables"] == [
        {
            "name": "df",
            "rows": [3, 2],
            "added": ["n"],
            "removed": ["m"],
            "dtypes": {"a": ["int64", "float64"]},
            "nulls": [0, 1],
            "cells": 4,
        }
    ]


def test_a_step_of_an_older_trace_has_none() -> None:
    data = Step(0, "code", "s", effects=EFFECTS).to_json()
    del data["effects"]
    assert Step.from_json(data).effects is None


def test_no_effects_are_false() -> None:
    assert not Effects()
    assert Effects(outside=("wrote a",))
    assert EFFECTS


def test_names(notebook: Notebook) -> None:
    notebook.cell("a = 1; b = [1]; c = b; d = 2; same = 7; _private = [1]")
    notebook.step(
        "import math\na = 2; b.append(1); del d; e = math.pi; same = 3 + 4; _private.append(1)\ndef f(): pass"
    )
    assert notebook.effects == Effects(created=("e", "f"), changed=("a", "b", "c"), deleted=("d",))


def test_a_pure_step_has_none(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': [1, 2]}); rows = [{'a': 1}]; text = 'abc'")
    notebook.step("print(df.describe(), rows[0]['a'], text.upper(), df.groupby('a').size(), np.mean(df['a']))")
    assert not notebook.effects


TABLES = {
    "one cell": ("df.loc[0, 'a'] = 9.0", TableChange("df", (4, 4), nulls=(1, 1), cells=1)),
    "filled": ("df['a'] = df['a'].fillna(0)", TableChange("df", (4, 4), nulls=(1, 0), cells=1)),
    "emptied": ("df.loc[:1, 'b'] = None", TableChange("df", (4, 4), nulls=(1, 3), cells=2)),
    "new column": ("df['n'] = 1", TableChange("df", (4, 4), added=("n",), nulls=(1, 1), cells=0)),
    "dropped column": ("df = df.drop(columns='b')", TableChange("df", (4, 4), removed=("b",), nulls=(1, 1), cells=0)),
    "dropped rows": ("df = df.dropna()", TableChange("df", (4, 3), nulls=(1, 0), cells=0)),
    "dropped rows and a change": (
        "df = df.dropna(); df.loc[3, 'a'] = 0.0",
        TableChange("df", (4, 3), nulls=(1, 0), cells=1),
    ),
    "sorted": ("df = df.sort_values('a')", TableChange("df", (4, 4), nulls=(1, 1), cells=0)),
    "type": (
        "df['c'] = df['c'].astype(float)",
        TableChange("df", (4, 4), dtypes={"c": ("int64", "float64")}, nulls=(1, 1), cells=0),
    ),
    "new rows": ("df = pd.concat([df, df], ignore_index=True)", TableChange("df", (4, 8), nulls=(1, 2), cells=0)),
    "other index": ("df.index = list('wxyz')", TableChange("df", (4, 4), nulls=(1, 1), cells=None)),
    "repeated index": ("df.index = [0, 0, 1, 1]", TableChange("df", (4, 4), nulls=(1, 1), cells=None)),
}


@pytest.mark.parametrize(("code", "change"), TABLES.values(), ids=TABLES)
def test_tables(notebook: Notebook, code: str, change: TableChange) -> None:
    notebook.cell("df = pd.DataFrame({'a': [3.0, None, 1.0, 2.0], 'b': list('wxyz'), 'c': [1, 2, 3, 4]})")
    notebook.step(code)
    assert notebook.effects == Effects(changed=("df",), tables=(change,))


def test_a_table_under_two_names(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': [1, 2]}); alias = df")
    notebook.step("df['b'] = 1")
    assert notebook.effects.changed == ("alias", "df")
    assert [table.added for table in notebook.effects.tables] == [("b",), ("b",)]


def test_a_table_in_a_list_that_the_code_mentions(notebook: Notebook) -> None:
    notebook.cell("tables = [pd.DataFrame({'a': [1, 2]})]")
    notebook.step("tables[0]['b'] = 1")
    assert notebook.effects == Effects(changed=("tables",))


def test_very_many_cells_are_not_compared(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': np.zeros(3_000_000), 'b': np.zeros(3_000_000)})")
    notebook.step("df.loc[0] = 1.0")
    assert notebook.effects.tables == (TableChange("df", (3_000_000, 3_000_000), cells=None),)
    notebook.step("df.loc[0, 'a'] = 2.0; df['b'] = 0.0")
    assert notebook.effects.changed == ("df",)


def test_cells_that_cannot_be_compared(notebook: Notebook) -> None:
    notebook.cell(
        "class Odd:\n    def __eq__(self, other): raise RuntimeError('eq')\ndf = pd.DataFrame({'a': [Odd(), Odd()]})"
    )
    notebook.step("df.loc[0, 'a'] = 1")
    assert notebook.effects.tables == (TableChange("df", (2, 2), cells=None),)


REFUSED = {
    "generator": ("x = (i for i in range(3))", "next(x)", "x: a generator, which cannot be wound back"),
    "iterator": ("x = iter([1, 2])", "next(x)", "x: an iterator, which cannot be wound back"),
    "held lock": ("import threading\nx = threading.Lock(); x.acquire()", "x.release()", "x: a lock that is held"),
    "open file": ("import os\nx = open(os.devnull)", "x.read()", "x: an open file"),
    "inside": (
        "x = {'rows': [(i for i in range(3))]}",
        "x['rows']",
        "x: holds a generator, which cannot be wound back",
    ),
    "module": ("import math as x", "x.mine = 1", "x: a module: what the code sets in it is not put back"),
    "database": (
        "import sqlite3\nx = sqlite3.connect(':memory:')",
        "x.total_changes",
        "x: a connection to a database",
    ),
    "thread": ("import threading\nx = threading.Thread()", "x.name", "x: a thread"),
    "compiled": ("import zlib\nx = zlib.compressobj()", "x.flush()", "x: zlib.Compress, whose inside cannot be seen"),
    "sparse tensor": (
        "import torch\nx = torch.eye(2).to_sparse()",
        "x.sum()",
        "x: a tensor without plain memory",
    ),
}


@pytest.mark.parametrize(("before", "code", "line"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_copied_is_named(notebook: Notebook, before: str, code: str, line: str) -> None:
    notebook.cell(before + "\ny = [1]")
    number = notebook.step(code + "; y.append(2)")
    assert notebook.effects.uncopied == (line,)
    notebook.history.restore(number)
    assert notebook["y"] == [1]


HARMLESS = {
    "a figure": "ax.get_title()",
    "modules that are read": "pd.DataFrame(), np.mean([1])",
    "a free lock": "free",
    "dates and patterns": "date, pattern, path, money, kind",
    "functions and classes of libraries": "count, Path",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_what_has_no_state_is_not_listed(notebook: Notebook, code: str) -> None:
    notebook.cell(
        "import threading, re, datetime, decimal\nfrom pathlib import Path\nfrom itertools import count\n"
        "free = threading.Lock(); date = datetime.date(2020, 1, 1); pattern = re.compile('a'); path = Path('a')\n"
        "from matplotlib.figure import Figure\nfigure = Figure(); ax = figure.subplots()\n"
        "money = decimal.Decimal(1); kind = np.dtype('f8')"
    )
    notebook.step(code)
    assert not notebook.effects
