"""Whatever a step binds or deletes, going back binds the names to what they were bound to."""

from __future__ import annotations

import pytest
from stepping import Notebook

BINDINGS = {
    "assignment": "x = 2",
    "augmented": "x += 1",
    "deletion": "del x",
    "for": "for x in range(3): pass",
    "with": "import contextlib\nwith contextlib.nullcontext(5) as x: pass",
    "walrus": "print((x := 7))",
    "unpacking": "x, *y = 1, 2, 3",
    "import": "import math as x",
    "from import": "from math import pi as x",
    "function": "def x(): pass",
    "class": "class x: pass",
    "global": "def f():\n    global x\n    x = 5\nf()",
    "match": "match [1, 2]:\n    case [x, *y]: pass",
    "exception": "try:\n    1 / 0\nexcept ZeroDivisionError as x:\n    pass",
    "exec": "exec('x = 5; made = 1')",
    "globals": "globals()['x'] = 5; globals()['made'] = 1",
    "star": "from math import *",
    "magic": "%time x = 5",
    "cell magic": "%%time\nx = 5",
    "run_cell": "get_ipython().run_cell('x = 6')",
    "annotated": "x: int = 5",
    "not Python before the shell": "x = !echo hello",
}


@pytest.mark.parametrize("code", BINDINGS.values(), ids=BINDINGS)
def test_names_come_back_and_new_ones_go(notebook: Notebook, code: str) -> None:
    notebook.cell("x = 1")
    before = notebook.variables()
    number = notebook.step(code)
    assert notebook.variables() != before
    assert notebook.history.restore(number) == ()
    assert notebook.variables() == before


def test_a_function_of_the_notebook_that_sets_a_global(notebook: Notebook) -> None:
    notebook.cell("x = 1\ndef f():\n    global x, made\n    x = 5\n    made = 1")
    number = notebook.step("f()")
    assert notebook.effects.created == ("made",)
    assert notebook.effects.changed == ("x",)
    notebook.history.restore(number)
    assert notebook["x"] == 1
    assert "made" not in notebook


def test_a_function_that_runs_text_may_touch_everything(notebook: Notebook) -> None:
    notebook.cell("x = [1]\ndef f(text): exec(text, globals())")
    number = notebook.step("f('x.append' + '(2)')")
    assert notebook["x"] == [1, 2]
    notebook.history.restore(number)
    assert notebook["x"] == [1]


def test_code_that_fails_half_way_is_undone_too(notebook: Notebook) -> None:
    notebook.cell("x = [1]")
    number = notebook.step("x.append(2)\nraise ValueError('no')", fails=True)
    assert notebook.effects.changed == ("x",)
    notebook.history.restore(number)
    assert notebook["x"] == [1]


def test_a_step_that_was_never_settled_is_undone_too(notebook: Notebook) -> None:
    notebook.cell("x = [1]")
    number = notebook.history.take(notebook.names, "x.append(2); y = 1")
    notebook.cell("x.append(2); y = 1")
    notebook.history.restore(number)
    assert notebook["x"] == [1]
    assert "y" not in notebook
