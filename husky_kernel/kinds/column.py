"""From a column to its kind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from husky_kernel.kinds.kind import Kind
from husky_kernel.kinds.numeric import numeric_kind
from husky_kernel.kinds.sample import Sample, sample
from husky_kernel.kinds.textual import textual_kind


def kind_of(series: pd.Series[Any], name: str | None = None) -> Kind:
    """Tell the kind of a column's values.

    A kind is claimed only if all values fit, or at least 95% and the phrase counts the rest; or 60%, where one or two
    words stand in the place of the others, as "open" does of an amount. Of columns beyond 20,000 rows, 2,000 spread
    rows are looked at.

    Parameters
    ----------
    series : Series
        The column.
    name : str, optional
        Its name, if it is not the Series' own; ``paid_date`` makes a date of 45425, ``zip`` an identifier of 10115.

    Examples
    --------
    >>> import pandas as pd
    >>> from husky_kernel.kinds import kind_of
    >>> kind_of(pd.Series(["1.234,56 €", "99,90 €", "n/a"]))
    Kind(name='amounts', how='tidy.number', told="text, amounts like '1.234,56 €': tidy.number", missing=1, \
examples=('1.234,56 €', '99,90 €'))
    >>> kind_of(pd.Series(["North", "north ", "South", "North"])).told
    "text, untidy: tidy.text; 'North', 'north '"
    """
    dtype = series.dtype
    found = sample(series, str(series.name if name is None else name))
    if not found.texts:
        return Kind("empty", "", f"{_type(dtype)}, empty", found.missing)
    if isinstance(dtype, pd.CategoricalDtype):
        return _finished(textual_kind(found, "category"), found)
    if pd.api.types.is_bool_dtype(dtype):
        return _finished(Kind("truth", "", str(dtype)), found)
    if pd.api.types.is_numeric_dtype(dtype):
        return _finished(numeric_kind(series, found), found)
    if pd.api.types.is_datetime64_any_dtype(dtype) or isinstance(dtype, pd.PeriodDtype):
        return _finished(Kind("date", "", str(dtype)), found)
    if pd.api.types.is_timedelta64_dtype(dtype):
        return _finished(Kind("duration", "", str(dtype)), found)
    return _finished(textual_kind(found, "text"), found)


def _type(dtype: object) -> str:
    return str(dtype) if str(dtype) not in ("object", "str", "string") else "text"


def _finished(kind: Kind, found: Sample) -> Kind:
    """The kind with its counts, its examples, and what else is to be told."""
    told, name, how = kind.told, kind.name, kind.how
    if len(found.texts) == 1 and not how and name in ("number", "text", "category") and found.rows > 2:
        name, told = "constant", f"{told}, always {found.raw[0]!r}"
    if found.words and how != "tidy.truth":
        words = [repr(word) for word in sorted(found.words) if word.strip()]
        if words and not how:
            told, how = f"{told}, {' and '.join(words[:3])} for missing: tidy.missing", "tidy.missing"
    return Kind(name, how, told, found.missing, kind.examples or tuple(str(value)[:40] for value in found.raw[:3]))
