"""Yes and no in the words of many languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from husky_kernel.tidy.column import as_series, column_of, of_tables, plain
from husky_kernel.tidy.reading import Reading, reading, told
from husky_kernel.tidy.words import FALSE, TICKS, TRUE, is_missing


@of_tables
def truth(s: Any) -> pd.Series[Any]:
    """Read yes and no as booleans.

    Known are ``yes/no``, ``y/n``, ``true/false``, ``on/off``, ``0/1``, their like in some twenty languages, and ticks.
    Where a column holds nothing but ticks (``x``, ``✓``) and blanks, a blank means no.

    Parameters
    ----------
    s : Series, list or array
        The column.

    Returns
    -------
    Series of boolean
        With ``NA`` for words of missing and for what is neither yes nor no.

    Warns
    -----
    Unread
        If some values are neither yes nor no.

    Examples
    --------
    >>> from husky_kernel import tidy
    >>> tidy.truth(["Yes", "no", " Y", "n/a"]).tolist()
    [True, False, True, <NA>]
    >>> tidy.truth(["ja", "nein", "Ja"]).tolist()
    [True, False, True]
    >>> tidy.truth(["x", "", "x"]).tolist()
    [True, False, True]
    """
    return told("truth", read(as_series(s, "truth")))  # type: ignore[no-any-return]


def read(series: pd.Series[Any]) -> Reading:
    """What :func:`truth` reads, without its warning."""
    if pd.api.types.is_bool_dtype(series.dtype) and not isinstance(series.dtype, pd.CategoricalDtype):
        return Reading(series.astype("boolean"))
    column = column_of(series)
    texts = [plain(str(value)).casefold() for value in column.values]
    words = {text for text in texts if not is_missing(text)}
    found = [True if text in TRUE else False if text in FALSE else None for text in texts]
    unread = [place for place, text in enumerate(texts) if found[place] is None and not is_missing(text)]
    values = column.spread(found, "boolean")
    if words and words <= TICKS:
        blank = series.isna() | column.spread([text == "" for text in texts], "boolean").fillna(True)
        values = values.mask(blank.astype(bool), False)
    return reading(column, values, unread)
