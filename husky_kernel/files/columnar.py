"""Parquet and Feather, which need no guess."""

from __future__ import annotations

import importlib.util
import io
import tempfile
from pathlib import Path

import pandas as pd

from husky_kernel.files.options import Found
from husky_kernel.files.source import Source


def read_columnar(source: Source, found: Found) -> pd.DataFrame:
    """The table of a Parquet or Feather file, by pyarrow; Parquet also by DuckDB.

    Raises
    ------
    UseError
        If the file is damaged, or neither library is installed.
    """
    found.add(source.kind)
    try:
        if importlib.util.find_spec("pyarrow"):
            read = pd.read_parquet if source.kind == "parquet" else pd.read_feather
            return read(io.BytesIO(source.data))
        if source.kind == "parquet" and importlib.util.find_spec("duckdb"):
            return _by_duckdb(source.data)
    except Exception as error:  # each library has its own
        raise source.unreadable(f"the {source.kind} file is damaged ({error})") from error
    raise source.unreadable("this kind of file needs pyarrow: pip install pyarrow")


def _by_duckdb(data: bytes) -> pd.DataFrame:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.parquet"
        copy.write_bytes(data)
        with duckdb.connect() as connection:
            frame: pd.DataFrame = connection.read_parquet(str(copy)).df()
            return frame
