"""One object under several names stays one object."""

from __future__ import annotations

import pytest
from stepping import Notebook


def test_an_alias_that_the_code_does_not_mention(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': [1, 2]}); alias = df; held = [df, {'k': df}]")
    frame = notebook["df"]
    number = notebook.step("df.loc[0, 'a'] = 9")
    assert notebook["alias"].loc[0, "a"] == 9
    notebook.history.restore(number)
    assert notebook["alias"] is frame is notebook["df"] is notebook["held"][0] is notebook["held"][1]["k"]
    assert frame.loc[0, "a"] == 1


def test_an_alias_that_the_step_makes(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'a': [1, 2]}); keep = df")
    number = notebook.step("alias = df\nalias['b'] = 1\ndf = df.copy()")
    notebook.history.restore(number)
    assert "alias" not in notebook
    assert notebook["df"] is notebook["keep"]
    assert list(notebook["df"].columns) == ["a"]


def test_two_names_that_are_both_mentioned(notebook: Notebook) -> None:
    notebook.cell("a = [1]; b = a; c = [a, b]")
    number = notebook.step("a.append(2); b.append(3); c.append(4); c[0] = []")
    notebook.history.restore(number)
    assert notebook["a"] is notebook["b"] is notebook["c"][0] is notebook["c"][1]
    assert notebook["a"] == [1]
    assert len(notebook["c"]) == 2


def test_a_nested_list(notebook: Notebook) -> None:
    notebook.cell("row = [0, 0]; grid = [row, row]")
    number = notebook.step("grid[0][0] = 1")
    assert notebook["row"] == [1, 0]
    notebook.history.restore(number)
    assert notebook["grid"] == [[0, 0], [0, 0]]
    assert notebook["grid"][0] is notebook["grid"][1] is notebook["row"]


def test_a_view_of_an_array_under_another_name(notebook: Notebook) -> None:
    notebook.cell("a = np.arange(6); v = a[2:4]; t = a.reshape(2, 3).T")
    number = notebook.step("a += 10")
    notebook.history.restore(number)
    assert notebook["v"].tolist() == [2, 3]
    notebook.cell("a[2] = 50")
    assert notebook["v"][0] == 50
    assert notebook["t"][2, 0] == 50


def test_a_closure_that_holds_it(notebook: Notebook) -> None:
    notebook.cell("def make(rows):\n    return lambda: len(rows)\nx = [1]; count = make(x)")
    number = notebook.step("x.append(2)")
    assert notebook["count"]() == 2
    notebook.history.restore(number)
    assert notebook["count"]() == 1


def test_objects_that_hold_each_other(notebook: Notebook) -> None:
    notebook.cell("class N: pass\na, b = N(), N(); a.other, b.other = b, a; a.rows = b.rows = [1]")
    number = notebook.step("a.other.rows.append(2); a.other = None")
    notebook.history.restore(number)
    assert notebook["a"].other is notebook["b"]
    assert notebook["a"].rows is notebook["b"].rows
    assert notebook["a"].rows == [1]


@pytest.mark.parametrize("code", ["x = x + [2]", "x = [1, 2]", "x = list(x)"])
def test_a_rebound_name_is_the_old_object_again(notebook: Notebook, code: str) -> None:
    notebook.cell("x = [1]; alias = x")
    number = notebook.step(code)
    assert notebook["x"] is not notebook["alias"]
    notebook.history.restore(number)
    assert notebook["x"] is notebook["alias"]
