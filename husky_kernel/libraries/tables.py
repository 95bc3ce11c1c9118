"""Tables of every library alike, by narwhals: which it is, its columns, its first rows, all of it as one of pandas.

No library is imported here: whoever has a table of one has imported it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

OTHERS = {
    "_duckdb": "DuckDB",
    "dask": "Dask",
    "duckdb": "DuckDB",
    "ibis": "Ibis",
    "polars": "polars",
    "pyarrow": "pyarrow",
    "pyspark": "Spark",
    "sqlframe": "SQLFrame",
}
"""The modules of classes whose tables are looked at, and what the library is called."""

_PANDAS = ("pandas", "geopandas", "modin")
"""Modules of classes that are used as pandas' own."""

MOST = 5_000_000
"""So many rows are taken into memory at most, of a table that does not lie in it."""

AT_ONCE = 200
"""So many columns of another library are looked at."""


def is_pandas(value: Any) -> bool:
    """Whether ``value`` is a table of pandas, or of a library that is used alike."""
    kind = type(value)  # not the value: an attribute may be a query, or anything at all
    try:
        module = kind.__module__.partition(".")[0]
        return module in _PANDAS and hasattr(kind, "columns") and hasattr(kind, "iloc")
    except Exception:  # a class with a will of its own
        return False


def is_other(value: Any) -> bool:
    """Whether ``value`` is a table of another library than pandas; nothing of it is computed."""
    return _wrapped(value) is not None


def is_lazy(value: Any) -> bool:
    """Whether ``value`` is a table of another library that is computed only when it is asked for."""
    return hasattr(_wrapped(value), "collect")


def library(value: Any) -> str:
    """The library of a table by its own name: ``"pandas"``, ``"polars"``, ``"DuckDB"``, …"""
    return OTHERS.get(_module(value), "pandas")


def schema(value: Any) -> list[tuple[str, str]]:
    """The columns of a table of another library, each with its type in the library's words."""
    frame = _wrapped(value)
    return [(name, str(dtype)) for name, dtype in frame.collect_schema().items()] if frame is not None else []


def rows(value: Any) -> int | None:
    """How many rows a table of another library has; None where that had to be computed."""
    return None if is_lazy(value) else len(_wrapped(value))


def first(value: Any, count: int, names: Sequence[str] | None = None) -> Any:
    """The first ``count`` rows of a table of another library as a DataFrame of pandas; of it ``names`` alone.

    A table that is lazy computes no more than these.
    """
    frame = _wrapped(value)
    names = [name for name, _ in schema(value)] if names is None else list(names)
    return _pandas(_collected(frame.select(names).head(count)))


def to_pandas(value: Any) -> Any:
    """All of a table of another library as a DataFrame of pandas.

    Raises
    ------
    TypeError
        If it is no table.
    ValueError
        If it does not lie in memory and has more than :data:`MOST` rows.
    """
    frame = _wrapped(value)
    if frame is None:
        raise TypeError(f"this is no table but {type(value).__name__}")
    lazy = is_lazy(value)
    taken = _collected(frame.head(MOST + 1)) if lazy else frame
    if lazy and len(taken) > MOST:
        said = f"the table has more than {MOST:,} rows"
        raise ValueError(f"{said}: select or put them together in {library(value)} first, or by SQL")
    return _pandas(taken)


def _module(value: Any) -> str:
    try:
        return str(type(value).__module__).partition(".")[0]
    except Exception:  # a class with a will of its own
        return ""


def _wrapped(value: Any) -> Any:
    """A table of another library as narwhals has it, None for anything else."""
    if _module(value) not in OTHERS:
        return None
    import narwhals

    try:
        with warnings.catch_warnings(action="ignore"):  # of how it will look at libraries one day
            frame = narwhals.from_native(value, pass_through=True)
    except Exception:  # of a version that it does not know
        return None
    return frame if isinstance(frame, narwhals.DataFrame | narwhals.LazyFrame) else None


def _collected(frame: Any) -> Any:
    """A table of narwhals that is computed: by pandas where it is no table of polars."""
    if not hasattr(frame, "collect"):
        return frame
    return frame.collect() if frame.implementation.is_polars() else frame.collect(backend="pandas")


def _pandas(frame: Any) -> Any:
    """A computed table of narwhals as one of pandas: without pyarrow, which polars has it take."""
    import pandas as pd

    if not frame.implementation.is_polars():
        return frame.to_pandas()
    return pd.DataFrame({column.name: _values(column) for column in frame.iter_columns()})


def _values(column: Any) -> Any:
    import narwhals as nw

    dtype = column.dtype
    if dtype == nw.Date:
        column, dtype = column.cast(nw.Datetime("us")), nw.Datetime("us")
    if dtype.is_decimal():
        column, dtype = column.cast(nw.Float64), nw.Float64
    if dtype.is_integer() and column.null_count():
        column = column.cast(nw.Float64)
    plain = dtype.is_numeric() or dtype == nw.Duration or (dtype == nw.Boolean and not column.null_count())
    if plain or (dtype == nw.Datetime and getattr(dtype, "time_zone", None) is None):
        return column.to_numpy()
    return column.to_list()
