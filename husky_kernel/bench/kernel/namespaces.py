"""The namespaces and steps that checkpoints are measured on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

KB, MB, GB = 1_000, 1_000_000, 1_000_000_000
SIZES = {"1 KB": KB, "1 MB": MB, "100 MB": 100 * MB, "1 GB": GB}
ROOM = 6
"""So many times its size a namespace needs while it is measured: itself, a deep copy, a pickle, what comes back."""


@dataclass(frozen=True, slots=True)
class Case:
    """A namespace of about ``size`` bytes, and a step on it. Cases of one ``space`` have equal namespaces."""

    space: str
    name: str
    make: Callable[[], dict[str, Any]]
    code: str
    size: int


def cases(largest: int) -> Iterator[Case]:
    """All cases; tables up to ``largest`` bytes."""
    yield Case("names", "nothing touched, 1,000 names", _thousand_names, "1 + 1", MB)
    for words, size in SIZES.items():
        if size <= largest:
            for what, code in _ON_TABLES.items():
                yield Case(f"table of {words}", f"table of {words}, {what}", partial(_table, size), code, size)
    for what, code in _ON_DICTS.items():
        yield Case("dicts", f"300,000 dicts in lists, {what}", _dicts, code, 150 * MB)
    yield Case("aliases", "10 MB table under 100 names, one cell set", _aliases, "t0.loc[0, 'c0'] = -1.0", 10 * MB)
    yield Case("names", "1,000 names, one touched", _thousand_names, "v7.append(1)", MB)
    yield Case("names", "1,000 names, all may be touched", _thousand_names, "exec('v7.append(1)')", MB)
    yield Case("array", "10 MB array, only read", _array, "total = a.sum()", 10 * MB)
    yield Case("array", "10 MB array, one element set", _array, "a[0] = -1.0", 10 * MB)


_ON_TABLES = {
    "only read": "total = len(df)",
    "one cell set": "df.loc[0, 'c0'] = -1.0",
    "new column": "df['new'] = 1.0",
}
_ON_DICTS = {
    "only read": "total = len(rows)",
    "one changed": "rows[7][3]['n'] += 1",
    "all changed": "for row in rows:\n for d in row: d['n'] += 1",
}


def _table(size: int) -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    columns = 10
    rows = max(size // 8 // columns, 2)
    values = np.arange(float(rows * columns)).reshape(rows, columns)
    return {"df": pd.DataFrame(values, columns=[f"c{at}" for at in range(columns)])}


def _array() -> dict[str, Any]:
    import numpy as np

    return {"a": np.random.default_rng(0).random(10 * MB // 8)}


def _dicts() -> dict[str, Any]:
    return {
        "rows": [[{"n": 1000 + at, "name": f"r{at}", "x": at / 7} for at in range(i, i + 300)] for i in range(1000)]
    }


def _aliases() -> dict[str, Any]:
    frame = _table(10 * MB)["df"]
    return {f"t{at}": frame for at in range(100)} | {"held": [frame] * 100}


def _thousand_names() -> dict[str, Any]:
    return {f"v{at}": [at, {"a": at}, str(at)] for at in range(1000)}
