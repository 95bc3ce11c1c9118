"""Any column has a kind, and the helper that the kind names reads the column."""

from __future__ import annotations

import datetime
import warnings
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel import tidy
from husky_kernel.kinds import kind_of

often = settings(deadline=None, max_examples=100, derandomize=True, database=None)

days = st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1))
amounts = st.floats(-1e6, 1e6)
VALUES = [
    st.sampled_from(["yes", "no", "Yes", "NO"]),
    st.sampled_from(["North", "north ", "South", "EAST", "east"]),
    st.builds("{:,.2f} €".format, amounts),
    st.builds("{:.1f} %".format, amounts),
    st.integers(-100, 100_000).map(str),
    st.integers(1, 99).map("{:05}".format),
    days.map(lambda day: day.strftime("%d/%m/%Y")),
    days.map(lambda day: day.strftime("%m/%d/%y")),
    days.map(str),
    st.builds("{}:{:02}:{:02}".format, st.integers(0, 30), st.integers(0, 59), st.integers(0, 59)),
    st.builds("{}:{}".format, st.integers(0, 9), st.integers(0, 9)),
    st.lists(st.sampled_from(["red", "green", "blue"]), min_size=1, max_size=3).map("; ".join),
    st.sampled_from(["n/a", "", None, "?", "-"]),
    st.text(max_size=10),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.none(),
]


@st.composite
def columns(draw: st.DrawFn) -> list[Any]:
    """Mostly values of one kind, with some of another."""
    usual, other = draw(st.sampled_from(VALUES)), draw(st.sampled_from(VALUES))
    return draw(st.lists(usual, max_size=12)) * draw(st.integers(1, 4)) + draw(st.lists(other, max_size=2))


@often
@given(columns())
def test_the_helper_that_is_told_reads_the_column(values: list[Any]) -> None:
    series = pd.Series(values, dtype=object)
    kind = kind_of(series)
    assert kind.missing <= len(series)
    if not kind.how:
        return
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        read = getattr(tidy, kind.how.removeprefix("tidy."))(series)
    unread = sum(warning.message.count for warning in told if isinstance(warning.message, tidy.Unread))
    assert len(read) == len(series)
    words = {value for value in values if isinstance(value, str) and value.isalpha()}
    most = 0.4 if 0 < len(words) <= 2 else 0.05
    assert unread <= most * (len(series) - kind.missing), (kind, told)
    assert not unread or "not, like" in kind.told
    doubtful = any(isinstance(warning.message, tidy.Ambiguous) for warning in told)
    assert not doubtful or "is not clear" in kind.told or ", some with" in kind.told or ", some day" in kind.told
