"""Going back, going on, and what the user did meanwhile."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from stepping import Notebook

from husky_kernel.agent.errors import CheckpointError


def test_two_steps_back_and_on_again(notebook: Notebook) -> None:
    notebook.cell("x = [1]; alias = x")
    first = notebook.step("x.append(2); y = 'first'")
    second = notebook.step("x.append(3); y = 'second'; z = x")
    history = notebook.history
    history.restore(first)
    assert notebook["x"] == [1]
    assert "y" not in notebook
    assert "z" not in notebook
    assert history.tip is None
    history.go(second)
    assert notebook["x"] == [1, 2, 3]
    assert notebook["y"] == "second"
    assert notebook["z"] is notebook["x"] is notebook["alias"]
    history.go(first)
    assert notebook["x"] == [1, 2]
    assert notebook["y"] == "first"


def test_branches(notebook: Notebook) -> None:
    notebook.cell("x = {'n': 0}; df = pd.DataFrame({'a': [1, 2]})")
    history = notebook.history
    start = notebook.step("x['n'] += 1")
    left = [notebook.step("df['l'] = 1"), notebook.step("x['left'] = True; df.loc[0, 'a'] = 10")]
    history.restore(left[0])
    right = [notebook.step("df['r'] = 2"), notebook.step("x['right'] = True; more = df")]
    assert list(notebook["df"].columns) == ["a", "r"]
    history.restore(right[1])
    other = notebook.step("x['other'] = True")
    for tip, columns, keys, n in [
        (left[1], ["a", "l"], {"n", "left"}, 10),
        (right[1], ["a", "r"], {"n", "right"}, 1),
        (other, ["a", "r"], {"n", "other"}, 1),
        (left[0], ["a", "l"], {"n"}, 1),
        (start, ["a"], {"n"}, 1),
        (left[1], ["a", "l"], {"n", "left"}, 10),
    ]:
        assert history.can_go(tip)
        assert history.conflicts_to(tip) == ()
        assert history.go(tip) == ()
        assert history.tip == tip
        assert (list(notebook["df"].columns), set(notebook["x"]), notebook["df"].loc[0, "a"]) == (columns, keys, n)
    history.go(None)
    assert notebook["x"] == {"n": 0}


def test_a_step_that_only_reads_keeps_nothing_and_restores_nothing(notebook: Notebook) -> None:
    notebook.cell("a = np.zeros(100_000); rows = [[i] for i in range(1000)]")
    number = notebook.step("total = a.sum() + len(rows)")
    assert notebook.history.bytes < 10_000
    notebook.cell("a[0] = 5; rows.append(1)")
    assert notebook.history.conflicts(number) == ()
    notebook.history.restore(number)
    assert notebook["a"][0] == 5
    assert "total" not in notebook


CONFLICTS = {
    "rebound": ("x = [1]", "x = [2]", "x = [3]", ("x",)),
    "changed in place": ("x = [1]", "x.append(2)", "x.append(3)", ("x",)),
    "made by the step": ("", "x = [1]", "x.append(3)", ("x",)),
    "made by the step, number": ("", "x = 1", "x = 2", ("x",)),
    "frame in place": ("x = pd.DataFrame({'a': [1, 2]})", "x['b'] = 1", "x.loc[0, 'a'] = 9", ("x",)),
    "new frame": ("", "x = pd.DataFrame({'a': [1, 2]})", "x.loc[0, 'a'] = 9", ("x",)),
    "array in place": ("x = np.zeros(9)", "x[0] = 1", "x[8] = 1", ("x",)),
    "new array": ("", "x = np.zeros(9)", "x[8] = 1", ("x",)),
    "deep inside": ("", "x = {'a': [{'b': 1}]}", "x['a'][0]['b'] = 2", ("x",)),
    "deleted, then made": ("x = 1", "del x", "x = 2", ("x",)),
    "deleted by the user": ("x = 1", "x = 2", "del x", ("x",)),
    "through an alias": ("x = [1]; y = x", "x.append(2)", "y.append(3)", ("x", "y")),
    "nothing": ("x = [1]", "x.append(2)", "", ()),
    "something else": ("x = [1]; z = [1]", "x.append(2)", "z.append(1); w = 1", ()),
    "only read": ("x = [1]; z = [1]", "x.append(2); len(z)", "z.append(1)", ()),
    "thrown away what the step made": ("", "x = [1]", "del x", ()),
    "what a new name holds": ("x = [1]", "y = x", "x.append(2)", ()),
}


@pytest.mark.parametrize(("before", "step", "later", "names"), CONFLICTS.values(), ids=CONFLICTS)
def test_what_the_user_changed_since(
    notebook: Notebook, before: str, step: str, later: str, names: tuple[str, ...]
) -> None:
    notebook.cell(before)
    number = notebook.step(step)
    assert notebook.history.conflicts(number) == ()
    notebook.cell(later)
    assert notebook.history.conflicts(number) == names


def test_what_later_steps_changed_is_no_conflict(notebook: Notebook) -> None:
    notebook.cell("x = [1]; df = pd.DataFrame({'a': [1]})")
    first = notebook.step("x.append(2); y = 1; df['b'] = 1")
    notebook.step("x.append(3); y = 2; df['c'] = 1; z = x")
    notebook.step("x = 5; del y; df = df[['a']]; z.append(4)")
    assert notebook.history.conflicts(first) == ()
    notebook.history.restore(first)
    assert notebook["x"] == [1]
    assert list(notebook["df"].columns) == ["a"]


def test_a_change_between_two_steps_is_still_a_conflict(notebook: Notebook) -> None:
    notebook.cell("x = [1]")
    first = notebook.step("x.append(2)")
    notebook.cell("x.append('mine')")
    second = notebook.step("x.append(3)")
    assert notebook.history.conflicts(second) == ()
    assert notebook.history.conflicts(first) == ("x",)


def test_what_the_user_keeps(notebook: Notebook) -> None:
    notebook.cell("x = [1]; y = [1]; held = {'in': x}; df = pd.DataFrame({'a': [1]})")
    number = notebook.step("x.append(2); y.append(2); z = 1; df['b'] = 1")
    notebook.cell("x.append(3); z = 'mine'; df.loc[0, 'a'] = 9")
    assert notebook.history.conflicts(number) == ("df", "x", "z")
    notebook.history.restore(number, keep=("df", "x", "z"))
    assert notebook["x"] is notebook["held"]["in"]
    assert notebook["x"] == [1, 2, 3]
    assert notebook["y"] == [1]
    assert notebook["z"] == "mine"
    assert notebook["df"].to_dict("list") == {"a": [9], "b": [1]}


def test_going_on_would_overwrite_what_the_user_made(notebook: Notebook) -> None:
    number = notebook.step("x = 1; y = 1")
    notebook.history.restore(number)
    notebook.cell("x = 'mine'")
    assert notebook.history.conflicts_to(number) == ("x",)
    notebook.history.go(number, keep=("x",))
    assert notebook["x"] == "mine"
    assert notebook["y"] == 1


def test_the_oldest_is_given_up_first(live_shell: InteractiveShell) -> None:
    live_shell.reset(new_session=False)
    notebook = Notebook(live_shell, budget=250_000)
    notebook.cell("import numpy as np\na = np.zeros(10_000)")
    numbers = [notebook.step(f"a[{at}] = 1") for at in range(5)]  # 80 KB each
    history = notebook.history
    assert 0 < history.bytes <= 250_000
    assert [history.can_restore(number) for number in numbers] == [False, False, True, True, True]
    with pytest.raises(CheckpointError, match="no longer kept"):
        history.restore(numbers[0])
    assert notebook["a"].sum() == 5
    history.restore(numbers[2])
    assert notebook["a"].sum() == 2


def test_what_is_too_big_is_listed_and_left(live_shell: InteractiveShell) -> None:
    live_shell.reset(new_session=False)
    notebook = Notebook(live_shell, budget=100_000)
    notebook.cell("import numpy as np\na = np.zeros(100_000); x = [1]")
    number = notebook.step("a[0] = 1; x.append(2)")
    [line] = notebook.effects.uncopied
    assert line.startswith("a: 1 MB, more than is left of the 0.1 MB")
    notebook.history.restore(number)
    assert notebook["a"][0] == 1
    assert notebook["x"] == [1]


def test_tables_that_share_memory_are_counted_once(notebook: Notebook) -> None:
    notebook.cell("df = pd.DataFrame({'x': np.arange(100_000.0)})")
    for at in range(5):
        notebook.step(f"df['c{at}'] = 1")
    assert notebook.history.bytes < 100_000
    notebook.step("df.loc[0, 'x'] = -1.0")
    assert 800_000 <= notebook.history.bytes < 900_000
    notebook.history.forget()
    assert notebook.history.bytes == 0


def test_what_the_user_throws_away_is_let_go(notebook: Notebook) -> None:
    notebook.cell("import weakref")
    number = notebook.step("a = np.zeros(10); kept = {'a': a}; df = pd.DataFrame({'x': [1]})")
    notebook.cell("seen = weakref.ref(a), weakref.ref(df); del a, kept, df")
    notebook.history.tidy()
    assert [each() for each in notebook["seen"]] == [None, None]
    assert notebook.history.conflicts(number) == ()


def test_a_checkpoint_that_never_was(notebook: Notebook) -> None:
    assert not notebook.history.can_restore(7)
    with pytest.raises(CheckpointError, match="no checkpoint 7"):
        notebook.history.restore(7)
