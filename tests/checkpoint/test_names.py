from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.checkpoint.names import globals_of, hidden, mentions, public


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a = b + 1", {"a", "b"}),
        ("a.b.c[d] = 1", {"a", "d"}),
        ("del a, b[0]", {"a", "b"}),
        ("for i in x: pass", {"i", "x"}),
        ("with f() as (a, b): pass", {"f", "a", "b"}),
        ("import a.b, c as d\nfrom e import f as g", {"a", "d", "g"}),
        ("def f(x, y=z): return w", {"f", "z", "w"}),
        ("lambda: a", {"a"}),
        ("[i for i in a if b]", {"i", "a", "b"}),
        ("df.query('x > @limit and y < @other')", {"df", "limit", "other"}),
        ("1 + 1", set()),
        ("", set()),
    ],
)
def test_names(code: str, names: set[str]) -> None:
    found = mentions(code)
    assert names <= found.names <= names | {"x", "y"}
    assert not found.everything


@pytest.mark.parametrize(
    "code",
    [
        "exec('a')",
        "eval(text)",
        "globals()['a'] = 1",
        "from m import *",
        "%run a.py",
        "get_ipython().user_ns",
        "f(",
        "import __main__",
    ],
)
def test_code_that_may_touch_everything(code: str) -> None:
    assert mentions(code).everything


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("%time a = f(b)", {"a", "f", "b"}),
        ("%timeit -n 10 -r 3 f(x)", {"f", "x"}),
        ("%%time\na = 1\nb = a", {"a", "b"}),
        ("%%capture out\na = 1", {"out", "a"}),
        ("files = !ls {folder}", {"files"}),
        ("%matplotlib inline\nx = 1", {"x"}),
        ("%%bash --out text\necho $HOME", {"out", "text"}),
        ("%run a.py", None),
        ("%time %run a.py", None),
        ("%reset -f", None),
        ("%%time\nf(", None),
    ],
)
def test_what_a_magic_touches(live_shell: InteractiveShell, cell: str, names: set[str] | None) -> None:
    found = mentions(cell, live_shell.transform_cell)
    assert found.everything is (names is None)
    if names is not None:
        assert found.names == names


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("df['a'].array[0] = 1", True),
        ("v.flags.writeable = True", True),
        ("np.array([1])", False),
        ("df.values", False),
    ],
)
def test_writing_past_copy_on_write(code: str, raw: bool) -> None:
    assert mentions(code).raw is raw
    function = compile(f"def f(df, v, np):\n    {code}", "f", "exec").co_consts[0]
    assert globals_of(function).raw is raw


def test_globals_of_a_function() -> None:
    names: dict[str, object] = {}
    exec("def f():\n    global made\n    made = used\n    return lambda: deep.attribute", names)
    assert globals_of(names["f"].__code__).names == {"made", "used", "deep"}  # type: ignore[attr-defined]


def test_whose_names_they_are() -> None:
    assert all(map(hidden, ("_", "__", "_1", "_i", "_ii", "_i3", "_oh", "In", "Out", "_husky", "__name__", "exit")))
    assert not any(map(hidden, ("a", "_a", "_index", "Input", "x_1", "_ina")))
    assert public("a")
    assert not public("_a")
