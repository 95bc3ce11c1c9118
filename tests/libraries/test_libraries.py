"""Tables of every library are looked at alike."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from husky_kernel import libraries

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

KEGS = {"litres": [30, 50, 20], "beer": ["ale", "stout", "ale"]}


def _dask() -> Any:
    frame = pytest.importorskip("dask.dataframe")
    return frame.from_pandas(pd.DataFrame(KEGS), npartitions=2)


OTHERS: dict[str, Callable[[], Any]] = {
    "polars": lambda: pl.DataFrame(KEGS),
    "polars, lazy": lambda: pl.LazyFrame(KEGS),
    "pyarrow": lambda: pytest.importorskip("pyarrow").table(KEGS),
    "DuckDB": lambda: duckdb.from_df(pd.DataFrame(KEGS)),
    "Dask": _dask,
}


@pytest.mark.parametrize("kind", OTHERS)
def test_one_of_each_library(kind: str) -> None:
    table, name = OTHERS[kind](), kind.partition(",")[0]
    assert libraries.is_other(table)
    assert not libraries.is_pandas(table)
    assert libraries.library(table) == name
    assert [column for column, _ in libraries.schema(table)] == ["litres", "beer"]
    lazy = kind not in ("polars", "pyarrow")
    assert libraries.is_lazy(table) is lazy
    assert libraries.rows(table) == (None if lazy else 3)
    first = libraries.first(table, 1)
    assert isinstance(first, pd.DataFrame)
    assert first.to_dict("list") == {"litres": [30], "beer": ["ale"]}
    assert libraries.first(table, 2, ["beer"]).to_dict("list") == {"beer": ["ale", "stout"]}
    assert libraries.to_pandas(table).to_dict("list") == KEGS


@pytest.mark.parametrize("other", [3, "text", [1], pd.DataFrame(KEGS), pl.Series([1]), pl.col("a")])
def test_what_is_none(other: object) -> None:
    assert not libraries.is_other(other)


def test_pandas() -> None:
    assert libraries.is_pandas(pd.DataFrame(KEGS))
    assert not libraries.is_pandas(pd.Series([1]))
    assert libraries.library(pd.DataFrame()) == "pandas"


class Wild:
    """Answers to any name."""

    __module__ = "polars"

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


def test_what_does_not_let_itself_be_looked_at_is_none() -> None:
    assert not libraries.is_other(Wild())
    assert not libraries.is_pandas(Wild())


def test_nothing_lazy_is_computed_to_be_known() -> None:
    scanned: list[int] = []

    def scan(frame: Any) -> Any:
        scanned.append(1)
        return frame

    lazy = pl.LazyFrame(KEGS).map_batches(scan, schema=None)
    assert libraries.is_other(lazy)
    assert libraries.is_lazy(lazy)
    assert libraries.rows(lazy) is None
    assert not scanned


def test_types_of_polars() -> None:
    day, noon = dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 12)
    table = pl.DataFrame(
        {
            "whole": [1, None],
            "day": [day, None],
            "noon": [noon, None],
            "took": [dt.timedelta(hours=2), None],
            "open": [True, False],
            "size": pl.Series(["S", None], dtype=pl.Categorical),
            "price": pl.Series(["1.50", None]).cast(pl.Decimal(10, 2)),
            "parts": [["a"], ["b", "c"]],
        }
    ).with_columns(pl.col("noon").dt.replace_time_zone("Asia/Tokyo").alias("there"))
    frame = libraries.to_pandas(table)
    kinds = {name: str(dtype) for name, dtype in frame.dtypes.items()}
    assert kinds == {
        "whole": "float64",
        "day": "datetime64[us]",
        "noon": "datetime64[us]",
        "took": "timedelta64[us]",
        "open": "bool",
        "size": "str",
        "price": "float64",
        "parts": "object",
        "there": "datetime64[us, Asia/Tokyo]",
    }
    assert frame["parts"].tolist() == [["a"], ["b", "c"]]
    assert frame.loc[0, "day"] == pd.Timestamp(day)
    assert frame.isna().sum().drop(["open", "parts"]).eq(1).all()


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(TypeError, match="no table but int"):
        libraries.to_pandas(3)


def test_what_is_too_large_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries.tables, "MOST", 2)
    with pytest.raises(ValueError, match=r"more than 2 rows: .* in polars first"):
        libraries.to_pandas(pl.LazyFrame(KEGS))
    assert len(libraries.to_pandas(pl.DataFrame(KEGS))) == 3


def test_no_library_is_imported() -> None:
    program = "import sys; from husky_kernel import libraries; libraries.is_other(3); libraries.library(3); "
    program += "print([name for name in ('pandas', 'polars', 'duckdb', 'narwhals', 'dask') if name in sys.modules])"
    import subprocess

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
