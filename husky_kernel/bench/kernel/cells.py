"""What it costs a notebook's own cells that the variables can go back to before any of them."""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Iterator, Mapping
from statistics import mean, median
from typing import Any

SETTING = "HUSKY_UNDO_CELLS"

ROUNDS = 5
"""Times that a cell is run with and without, in turns; the medians count."""

BEFORE = """
import json, random
import numpy as np, pandas as pd
rng = np.random.default_rng(0)
large = pd.DataFrame({"key": rng.integers(0, 100, 1_000_000), "value": rng.random(1_000_000)})
small = pd.DataFrame({"a": range(1000), "b": [str(i) for i in range(1000)]})
array, grid = rng.random(2_000_000), rng.random((100, 100))
rows = [{"id": i, "x": 2 * i} for i in range(5_000)]
words = [str(i) for i in range(100_000)]
class Point: pass
points = [Point() for _ in range(1000)]
def fibonacci(n): return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
"""

CELLS: Mapping[str, str] = {
    "a number": "x = 1 + 1",
    "a print": "print('text')",
    "an import": "import decimal",
    "a function is made": "def double(n): return 2 * n",
    "head of a table": "small.head()",
    "a column of a small table": "small['c'] = small['a'] * 2",
    "a column of a large table": "large['w'] = large['value'] * 2",
    "a cell of a table": "small.loc[0, 'a'] = 5",
    "groups": "means = large.groupby('key')['value'].mean()",
    "a selection": "part = large[large['value'] > 0.5]",
    "a merge": "merged = small.merge(small, on='a')",
    "a sorted table": "ordered = large.sort_values('value')",
    "a small array in place": "grid[0] += 1",
    "a large array in place": "array[0] += 1",
    "a new array": "twice = array * 2",
    "over a list of dicts": "total = sum(row['x'] for row in rows)",
    "a list grows": "words.append('a')",
    "attributes of objects": "for point in points: point.x = 1",
    "json": "copy = json.loads(json.dumps(rows[:1000]))",
    "random numbers": "drawn = [random.random() for _ in range(1000)]",
    "a loop": "s = 0\nfor i in range(300_000): s += i",
    "a recursion": "fibonacci(18)",
    "a magic": "%time y = 2",
    "a command of the system": "!true",
}
"""Kinds of cells as analysts run them."""


def measure() -> str:
    """In one line: seconds of all cells with and without, in a shell of this process."""
    from IPython.core.interactiveshell import InteractiveShell

    from husky_kernel import load_ipython_extension, unload_ipython_extension

    shell: Any = InteractiveShell.instance()
    with _set("HUSKY_PRELOAD", "0"):
        load_ipython_extension(shell)
        try:
            with _set(SETTING, "1"):
                shell.run_cell("%husky back")  # the session is made, and follows cells from here on
            shell.run_cell(BEFORE)
            found = {name: _cost(shell, code) for name, code in CELLS.items()}
        finally:
            unload_ipython_extension(shell)
            InteractiveShell.clear_instance()
    alone, more = ([times[at] for times in found.values()] for at in (0, 1))
    worst = max(found, key=lambda name: found[name][1])
    return (
        f"every cell of a notebook ({len(found)} kinds, medians of {ROUNDS}): alone {mean(alone) * 1e3:.1f} ms a cell; "
        f"kept, the median {median(more) * 1e3:.1f} ms more, the mean {mean(more) * 1e3:.1f} ms, "
        f"the most {found[worst][1] * 1e3:.1f} ms ({worst})"
    )


def _cost(shell: Any, code: str) -> tuple[float, float]:
    """Seconds of a cell alone, and how much more where it is kept."""
    _run(shell, code, "0")
    times = [(_run(shell, code, "0"), _run(shell, code, "1")) for _ in range(ROUNDS)]
    alone, kept = (median(column) for column in zip(*times, strict=True))
    return alone, kept - alone


def _run(shell: Any, code: str, kept: str) -> float:
    with _set(SETTING, kept), contextlib.redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        shell.run_cell(code, store_history=True).raise_error()
        return time.perf_counter() - start


@contextlib.contextmanager
def _set(variable: str, value: str) -> Iterator[None]:
    before = os.environ.get(variable)
    os.environ[variable] = value
    try:
        yield
    finally:
        os.environ.pop(variable)
        if before is not None:
            os.environ[variable] = before
