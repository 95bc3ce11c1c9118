"""A table of any library as one of pandas."""

from __future__ import annotations

from typing import Any

import pandas as pd

from husky_kernel import libraries


def table(t: Any) -> pd.DataFrame:
    """The table ``t`` as a DataFrame of pandas, whatever its library.

    Parameters
    ----------
    t
        A DataFrame or LazyFrame of polars, a table of pyarrow, a relation of DuckDB, a DataFrame of Dask or Spark, a
        table of Ibis. A DataFrame of pandas is copied, so that ``t`` stays as it is whatever is done to the result.

    Returns
    -------
    DataFrame
        With columns of pandas' own types: dates without a time are dates at midnight, decimals are floats, whole
        numbers of which some are missing are floats.

    Raises
    ------
    TypeError
        If ``t`` is no table.
    ValueError
        If ``t`` lies elsewhere (a query, a cluster) and has more than 5,000,000 rows: select or put them together
        there first.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.table(pd.DataFrame({"berries": [3, 4]}))
       berries
    0        3
    1        4
    """
    return t.copy() if isinstance(t, pd.DataFrame) else libraries.to_pandas(t)
